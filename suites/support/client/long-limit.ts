import type { ClientContext } from '../../../harness/engine/client-context.js';

/** A limit for a call, in ms, that never passes while anybody waits for its answer. */
export function longMs({ answerDeadlineMs }: ClientContext): number {
  return Math.round(answerDeadlineMs * 10);
}
