import { toolAnswerOf } from '../../harness/checkers/tool-answer.js';
import type { ServerContext } from '../../harness/engine/context.js';
import type { Session } from '../../harness/peer/probe.js';

const POLL_MS = 50;
const POLLS = 60;

/** Asks `faultline_outcome`, as `outcome`, until the work with this key runs no more. Needs a case that waits. */
export async function untilOutcome(context: ServerContext, session: Session, key: string): Promise<void> {
  for (let poll = 0; poll < POLLS; poll += 1) {
    const answer = await session.callTool('faultline_outcome', { key }, { label: 'outcome' }).answer();
    const state = answer === undefined ? undefined : toolAnswerOf(answer)?.['state'];
    if (state === 'completed' || state === 'cancelled') return;
    await context.silence(POLL_MS);
  }
  context.require(false, 'the work on the server did not come to an end');
}
