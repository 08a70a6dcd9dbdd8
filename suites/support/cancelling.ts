import type { ServerContext } from '../../harness/engine/context.js';
import type { Call, Exchange, SendOptions, Session } from '../../harness/peer/probe.js';
import type { JsonRpcId } from '../../harness/wire/jsonrpc.js';
import { workLasting } from './pace.js';
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
  const workMs = await workLasting(session, leastMs);
  const deadlineMs = workMs + context.answerDeadlineMs;
  const options: SendOptions = { label, deadlineMs, ...(id !== undefined && { id }) };
  const call = session.callTool('faultline_sleep', { ms: workMs, key }, options);
  await untilRunning(context, session, key, `${session.name}/started`);
  return { call, key, workMs };
}
