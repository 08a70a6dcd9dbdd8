import type { ServerContext } from '../../harness/engine/context.js';

/** Restarts the target, and tells the checkers that what ends now is not the server's own doing. */
export async function restartTarget(context: ServerContext): Promise<void> {
  context.mark('restart');
  await context.restart();
}
