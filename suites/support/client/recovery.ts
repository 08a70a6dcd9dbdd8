import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { Checker } from '../../../harness/checkers/checker.js';
import { recovers } from '../../../harness/checkers/client/recovers.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { whereTold } from '../../../harness/checkers/client/where-told.js';
import { refuse } from '../../../harness/faults/index.js';
import type { ArmedFault } from '../../../harness/link/link.js';
import type { OperationOutcome } from '../../../harness/sut/client/driven-client.js';

/** Limit, in ms, for a call that fails at once, unless the client tries again: longer than a machine may be busy. */
export const FAULTY_CALL_MS = 4000;
/** Limit, in ms, for a call that nothing but its limit can end. */
export const SILENT_CALL_MS = 800;

/** Time, in ms, in which the end of a connection has been handed to the other side. */
const HANDED_OVER_MS = 20;

/** The labels of the calls that {@link callAgain} makes at most, and of the state that it asks for after them. */
export const AFTER = { calls: ['after/first', 'after/second'], state: 'after/state' } as const;

/** Calls the echo tool and waits for the end of the call. */
export async function callEcho(context: ClientContext, label: string, timeoutMs?: number): Promise<OperationOutcome> {
  const options = { label, ...(timeoutMs !== undefined && { timeoutMs }) };
  const call = context.call('faultline_echo', { text: label }, options);
  // A limit that the client does not keep to is told from one that it does.
  return call.outcome(timeoutMs === undefined ? undefined : timeoutMs + context.answerDeadlineMs);
}

/** Connects and makes a first call, without which there is nothing to recover. */
export async function settleIn(context: ClientContext): Promise<void> {
  await context.connected({ label: 'connect' });
  await awaitGetStream(context);
  const outcome = await callEcho(context, 'before');
  context.require(outcome.kind === 'ok', 'the call before the fault did not work');
}

/** Waits for the GET stream of a client that opens one, where the server has one. */
export async function awaitGetStream(context: ClientContext): Promise<void> {
  if (!context.offers.opensGetStream) return;
  const stream = await context.server.arrival('the GET of the client', { method: 'GET' });
  context.require(stream !== undefined, 'the client did not open its GET stream');
}

/** Asks for the state, where the client can be asked. */
export async function askState(context: ClientContext, label: string): Promise<OperationOutcome | undefined> {
  return context.client.hello.ops.includes('state') ? context.state(label) : undefined;
}

/** Calls after the fault is over: once, and once more where that fails; then asks for the state. */
export async function callAgain(context: ClientContext): Promise<void> {
  const limitMs = Math.round(context.answerDeadlineMs / 2);
  for (const label of AFTER.calls) {
    if ((await callEcho(context, label, limitMs)).kind === 'ok') break;
  }
  await askState(context, AFTER.state);
}

/** What {@link callAgain} is judged by: a call works, and each one ends with a reason. */
export function worksAfter(): Checker[] {
  const [first, second] = AFTER.calls;
  return [recovers(AFTER.calls, AFTER.state), settles(first), whereTold(second, settles(second))];
}

/**
 * The server goes, and the ends of its connections have been passed on when this resolves: what the client sends next
 * does not go out on one of them by chance.
 */
export async function stopServer(context: ClientContext, how: 'fin' | 'rst'): Promise<void> {
  await context.server.stop(how);
  context.mark('stopped');
  const open = new Set<string>();
  let isStopped = false;
  await context.until('the ends of the connections', (event) => {
    if (event.kind === 'probe' && event.name === 'stopped') isStopped = true;
    if (event.kind === 'connection' && event.side === 'client') {
      if (event.what === 'open') open.add(event.connection);
      else open.delete(event.connection);
    }
    return isStopped && open.size === 0;
  });
  // An end is recorded when it is asked for, and sent in the turn of the event loop that follows.
  await context.quiet(HANDED_OVER_MS);
}

/** The server goes: its connections end, and its port refuses. */
export async function goDown(context: ClientContext, how: 'fin' | 'rst', id = 'refuse'): Promise<ArmedFault> {
  const refusal = await context.arm(refuse({ id }));
  await stopServer(context, how);
  return refusal;
}

/** It is there again, on the same port. */
export async function comeBack(context: ClientContext, refusal: ArmedFault, sessions: 'kept' | 'lost'): Promise<void> {
  await context.server.start(sessions);
  await refusal.heal();
  context.mark('back');
}
