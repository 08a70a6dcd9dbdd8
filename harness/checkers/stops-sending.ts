import type { Checker } from './checker.js';
import { paramsOf } from './attribution.js';
import { describeMessage } from './describe.js';
import { checker } from './judge.js';
import { numberedCall } from './numbered-call.js';
import { lastToolAnswer } from './tool-answer.js';

const RULE = 'progress.active-token-only';

/** No progress of the call `label` comes after `outcome`, a question about its work, was answered with `cancelled`. */
export function stopsSending(label: string, outcome: string): Checker {
  const expected = `no progress for ${label} after the server said that it was cancelled`;
  return checker(`stops-sending(${label})`, [RULE], (view, judge) => {
    const call = numberedCall(view, label);
    const last = lastToolAnswer(view, outcome);
    if (call === undefined || last === undefined) {
      judge.inconclusive(RULE, expected, 'the server did not tell how the work stands');
      return;
    }
    judge.saw(last.record);
    if (last.answer['state'] !== 'cancelled') return;
    const late = view
      .exchange(label)
      ?.server.messages.find(
        (record) => record.index > last.record.index && paramsOf(record)['progressToken'] === call.token,
      );
    if (late === undefined) return;
    judge.breach(RULE, { expected, seen: describeMessage(late.message), events: [last.record, late] });
  });
}
