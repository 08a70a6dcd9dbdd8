import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedEnding, ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';

/** A client that opens streams by itself is told to wait for so long, in ms, so that no case waits for its default. */
export const RETRY_MS = 50;
/** How long a client is given to find out that its stream has ended, and to open another if it does that by itself. */
const NOTICE_MS = 1000;
const STEP_MS = 50;

/** The event stream that the client listens on now. */
export function eventStream(context: ClientContext): ServedExchange {
  const stream = context.server.arrived.findLast(({ method, open }) => method === 'GET' && open);
  context.require(stream !== undefined, 'the client has no open event stream');
  return stream;
}

/** How many event streams the client has asked for. */
export function streamCount({ server }: ClientContext): number {
  return server.arrived.filter(({ method }) => method === 'GET').length;
}

/** Ends the event stream, and gives the client time to open another by itself. */
export async function endStream(context: ClientContext, how: ServedEnding): Promise<void> {
  const stream = eventStream(context);
  const before = streamCount(context);
  stream.event({ retry: RETRY_MS });
  await stream.end(how);
  context.mark('the stream has ended');
  await awaitStream(context, before);
}

/** Gives a client that had asked for so many event streams time to ask for another one by itself. */
export async function awaitStream(context: ClientContext, before: number): Promise<void> {
  for (let waited = 0; waited < NOTICE_MS && streamCount(context) === before; waited += STEP_MS) {
    await context.quiet(STEP_MS);
  }
}
