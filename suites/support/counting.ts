import { toolAnswerOf } from '../../harness/checkers/tool-answer.js';
import type { Session } from '../../harness/peer/probe.js';

/** Questions at most, and the server's own pause between two of them. */
const QUESTIONS = 20;
const BETWEEN_MS = 50;

/**
 * Reads the counter `key`, in exchanges called `label`, until it was raised, and once more after a pause in which a
 * second execution could show. Needs `faultline_read` and `faultline_sleep`.
 */
export async function readWhenRaised(session: Session, key: string, label: string): Promise<void> {
  const pause = (): Promise<unknown> =>
    session.callTool('faultline_sleep', { ms: BETWEEN_MS }, { label: `${label}/pause` }).answer();
  const read = async (): Promise<unknown> => {
    const answer = await session.callTool('faultline_read', { key }, { label }).answer();
    return answer && toolAnswerOf(answer)?.['value'];
  };
  for (let question = 1; question <= QUESTIONS; question += 1) {
    const value = await read();
    if (value !== 0) break;
    await pause();
  }
  await pause();
  await pause();
  await read();
}
