import type { ServerContext } from '../../harness/engine/context.js';
import type { Session } from '../../harness/peer/probe.js';
import type { Need } from '../../harness/sut/needs.js';
import { toolAnswerOf } from '../../harness/checkers/tool-answer.js';

/** What a case needs that asks how work stands. */
export const WORK_NEEDS: readonly Need[] = ['tool:faultline_sleep', 'tool:faultline_outcome'];

/** How work with a key stands, as `faultline_outcome` tells. */
export type WorkState = 'unknown' | 'running' | 'completed' | 'cancelled';

/** The server's own clock is used between two questions, so that the machine's load slows both alike. */
const BETWEEN_MS = 50;

async function askOutcome(session: Session, key: string, label: string): Promise<WorkState | undefined> {
  const answer = await session.callTool('faultline_outcome', { key }, { label }).answer();
  return answer && (toolAnswerOf(answer)?.['state'] as WorkState | undefined);
}

/**
 * Asks how the work with `key` stands until `accepts` says that it is enough, in exchanges called `label`, `label#2`,
 * ..., and at most `questions` times. Needs `faultline_outcome` and `faultline_sleep`.
 */
export async function askUntil(
  session: Session,
  key: string,
  label: string,
  accepts: (state: WorkState) => boolean,
  questions: number = 40,
): Promise<WorkState | undefined> {
  for (let question = 1; question <= questions; question += 1) {
    const state = await askOutcome(session, key, label);
    if (state === undefined || accepts(state) || question === questions) return state;
    await session.callTool('faultline_sleep', { ms: BETWEEN_MS }, { label: `${label}/pause` }).answer();
  }
  return undefined;
}

/** Waits until the work with `key` has begun; the case is inconclusive when it does not. */
export async function untilRunning(
  context: ServerContext,
  session: Session,
  key: string,
  label: string,
): Promise<void> {
  const state = await askUntil(session, key, label, (current) => current !== 'unknown');
  context.require(state === 'running', `the work did not start (its state is ${state ?? 'not told'})`);
}
