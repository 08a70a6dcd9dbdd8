import type { Checker } from '../../../harness/checkers/checker.js';
import { closesConnections } from '../../../harness/checkers/client/closes-connections.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { staysQuiet } from '../../../harness/checkers/client/stays-quiet.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';

/** Time for what a closed client might still do, in ms. */
const QUIET_MS = 500;
/** Time, in ms, for the end of a stream to arrive from a client that is busy. */
const LEAVES_MS = 2000;

/** Closes the client, waits for its answer, and then for what it leaves open and still sends. */
export async function closeAndWatch(context: ClientContext, limitMs = context.answerDeadlineMs): Promise<void> {
  await context.client.start('close', {}, { label: 'close' }).outcome(limitMs);
  await watchQuiet(context);
}

/** Watches a client that has been closed. */
export async function watchQuiet(context: ClientContext, quietMs = QUIET_MS): Promise<void> {
  const gone = Promise.all(context.server.arrived.filter(({ open }) => open).map(({ closed }) => closed));
  await Promise.race([gone, context.quiet(LEAVES_MS)]);
  await context.quiet(quietMs);
  context.mark('quiet is over');
}

/** What {@link closeAndWatch} is judged by: close ends in time and succeeds, and nothing is left or goes on. */
export function leavesNothing(): Checker[] {
  return [settles('close', { with: 'ok' }), staysQuiet('close'), closesConnections('close')];
}
