import { STAYED_AWAY_FACT } from '../../harness/checkers/comes-back.js';
import type { ServerContext } from '../../harness/engine/context.js';
import type { Call, Session } from '../../harness/peer/probe.js';
import type { FaultSpec } from '../../harness/faults/fault.js';
import { disconnect, kill, pause } from '../../harness/faults/index.js';

/** How long a server stands still, at least: longer than any answer takes, shorter than the idle limits of connections. */
export const OUTAGE_MS = 150;

/** Where nothing can be paused for so long as to reach a limit of the server, the time scale can. */
export const OUTAGE_SCALE = '--time-scale makes the pause longer, to find limits of 30, 60 or 300 s.';

/** Pauses the server in front of the exchange `label`, by whose name it is healed. */
export function pauseBefore(label: string): FaultSpec {
  return pause({ id: label, on: { exchange: label, nth: 1 }, at: 'request-head' });
}

/** Kills the server in front of the exchange `label`, by whose name it is healed. */
export function killBefore(label: string): FaultSpec {
  return kill({ id: label, on: { exchange: label, nth: 1 }, at: 'request-head' });
}

/** Takes the server off its network in front of the exchange `label`, by whose name it is healed. */
export function disconnectBefore(label: string): FaultSpec {
  return disconnect({ id: label, on: { exchange: label, nth: 1 }, at: 'request-head' });
}

/** Sends a ping, as the exchange `label`, in front of which the server goes away. */
export async function strikeWith(context: ServerContext, session: Session, label: string): Promise<Call> {
  const deadlineMs = context.scaled(OUTAGE_MS) + context.answerDeadlineMs * 2;
  const ping = session.request('ping', undefined, { label, deadlineMs });
  await context.fired(label);
  return ping;
}

/** Pauses the server in front of a ping of `session`, as the exchange `label`, and lets it go on again after a while. */
export async function pauseFor(context: ServerContext, session: Session, label: string): Promise<void> {
  const ping = await strikeWith(context, session, label);
  await context.silence(OUTAGE_MS);
  await context.fault(label).heal();
  await ping.ended();
}

/** Kills the server in front of a ping of `session`, as the exchange `label`, and starts it again; see `comesBack`. */
export async function killAndRevive(context: ServerContext, session: Session, label: string): Promise<void> {
  const ping = await strikeWith(context, session, label);
  await ping.ended();
  const why = await context
    .fault(label)
    .heal()
    .then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  if (why !== undefined) context.fact(STAYED_AWAY_FACT, why);
  context.require(why === undefined, `the server did not come back: ${why ?? ''}`);
}
