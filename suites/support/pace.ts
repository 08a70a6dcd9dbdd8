import type { Session } from '../../harness/peer/probe.js';

/** Work lasts as long as this many ordinary answers take at the moment. */
const ANSWERS_IN_WORK = 20;
/** Bounds that, so that a case stays within its budget. */
const LONGEST_WORK_MS = 8000;

/**
 * How long a call should work, in milliseconds, so that what is sent to the server meanwhile reaches it before the end:
 * `leastMs`, or longer where everything is slow at the moment, which a ping of the session tells.
 */
export async function workLasting(session: Session, leastMs: number): Promise<number> {
  const begunAt = performance.now();
  await session.request('ping', undefined, { label: `${session.name}/pace` }).answer();
  const fairMs = Math.min(LONGEST_WORK_MS, (performance.now() - begunAt) * ANSWERS_IN_WORK);
  return Math.round(Math.max(leastMs, fairMs));
}
