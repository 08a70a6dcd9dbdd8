import type { HistoryEvent } from '../../history/events.js';
import type { HistoryView } from '../../history/view.js';
import { operation, operationsOf } from './operations.js';

/** What a client said of its connection, once. */
export interface Claim {
  /** Undefined where it tells nothing. */
  readonly connected: boolean | undefined;
  readonly sessionId: string | undefined;
  readonly protocolVersion: string | undefined;
  /** The answer that says so. */
  readonly answer: HistoryEvent;
}

/** The answer to the `state` of this label; undefined where there was none. */
export function claimOf(view: HistoryView, label: string): Claim | undefined {
  const one = operation(view, label);
  if (one?.answer === undefined || one.end.kind !== 'ok') return undefined;
  const { connected, sessionId, protocolVersion } = one.end.result;
  return {
    connected: typeof connected === 'boolean' ? connected : undefined,
    sessionId: typeof sessionId === 'string' ? sessionId : undefined,
    protocolVersion: typeof protocolVersion === 'string' ? protocolVersion : undefined,
    answer: one.answer,
  };
}

/**
 * The last of the answers to a `state` that was asked again and again under labels that begin with `label`, as a script
 * does that gives the client time to find out.
 */
export function lastClaim(view: HistoryView, label: string): Claim | undefined {
  const labels = operationsOf(view)
    .filter((one) => one.op === 'state' && (one.label === label || one.label.startsWith(`${label}/`)))
    .map((one) => one.label);
  return labels.map((one) => claimOf(view, one)).findLast((claim) => claim !== undefined);
}
