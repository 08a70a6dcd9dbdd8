import type { ServerContext } from '../../harness/engine/context.js';
import type { Call, SendOptions, Session } from '../../harness/peer/probe.js';

/** What a call of `faultline_emit` is to do. */
export interface Emission {
  readonly count: number;
  /** Pause in front of each notification; 0 sends them in one go. */
  readonly intervalMs?: number;
  /** Names its work for `faultline_outcome`, and marks its messages; made up when absent. */
  readonly key?: string;
}

/** Calls `faultline_emit` with a progress token, as the exchange `label`. */
export function emit(
  context: ServerContext,
  session: Session,
  label: string,
  emission: Emission,
  options: SendOptions = {},
): Call {
  const { count, intervalMs = 0, key = context.nonce(label) } = emission;
  return session.callTool(
    'faultline_emit',
    { count, intervalMs, key },
    { label, progressToken: `token-of-${label}`, ...options },
  );
}
