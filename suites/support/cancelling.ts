import type { ServerContext } from '../../harness/engine/context.js';
import type { Call, Exchange, SendOptions, Session } from '../../harness/peer/probe.js';
import type { JsonRpcId } from '../../harness/wire/jsonrpc.js';
import { untilRunning } from './work-state.js';

/** Posts `notifications/cancelled` for a request and waits for its status. */
export async function cancel(session: Session, requestId: unknown, label: string = 'cancel'): Promise<Exchange> {
  const notification = session.notify('notifications/cancelled', { requestId, reason: 'the user gave up' }, { label });
  await notification.head();
  return notification;
}

/** A silent call that is known to be at work. */
export interface SilentCall {
  readonly call: Call;
  /** Its key for `faultline_outcome`. */
  readonly key: string;
  /** How long it works when nothing stops it. */
  readonly workMs: number;
}

/** The work lasts as long as this many ordinary answers take at the moment, so that it is not over too soon. */
const ANSWERS_IN_WORK = 20;
/** Bounds that, so that the case stays within its budget. */
const LONGEST_WORK_MS = 8000;

async function pingMs(session: Session): Promise<number> {
  const begunAt = performance.now();
  await session.request('ping', undefined, { label: `${session.name}/pace` }).answer();
  return performance.now() - begunAt;
}

/**
 * Starts `faultline_sleep` for `leastMs`, or longer where everything is slow at the moment, as `label`, and waits until the
 * server says that it runs.
 */
export async function runningSleep(
  context: ServerContext,
  session: Session,
  label: string,
  leastMs: number,
  id?: JsonRpcId,
): Promise<SilentCall> {
  const key = context.nonce(label);
  const fairMs = Math.min(LONGEST_WORK_MS, (await pingMs(session)) * ANSWERS_IN_WORK);
  const workMs = Math.round(Math.max(leastMs, fairMs));
  const deadlineMs = workMs + context.answerDeadlineMs;
  const options: SendOptions = { label, deadlineMs, ...(id !== undefined && { id }) };
  const call = session.callTool('faultline_sleep', { ms: workMs, key }, options);
  await untilRunning(context, session, key, `${session.name}/started`);
  return { call, key, workMs };
}
