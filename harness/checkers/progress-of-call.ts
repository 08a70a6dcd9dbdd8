import type { HistoryView } from '../history/view.js';
import type { RecordedMessage } from './attribution.js';
import { messagesOfServer, paramsOf } from './attribution.js';
import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

function progressIn(view: HistoryView, label?: string): RecordedMessage[] {
  return messagesOfServer(view).filter(
    (record) =>
      record.message.method === 'notifications/progress' && (label === undefined || record.exchange === label),
  );
}

/** No progress is sent, anywhere, for a call that gave no token (basic/utilities/progress). */
export function sendsNoProgress(label: string): Checker {
  const rule = 'progress.active-token-only';
  return checker(`sends-no-progress(${label})`, [rule], (view, judge) => {
    const expected = `no progress, because ${label} gave no token`;
    const [answer] = responsesTo(view, label);
    if (answer === undefined) {
      judge.inconclusive(rule, expected, `${label} was not answered`);
      return;
    }
    judge.saw(answer);
    const [progress] = progressIn(view);
    if (progress === undefined) return;
    const seen = `progress of token ${JSON.stringify(paramsOf(progress)['progressToken'] ?? null)} on ${progress.exchange}`;
    judge.breach(rule, { expected, seen, events: [progress] });
  });
}

/**
 * Progress of the call `label` names the token of that call with its type. A call that brings none is a warning where
 * `count` were due and the answer had room for them: progress is optional.
 */
export function namesProgressToken(label: string, token: string | number, count: number): Checker {
  const rule = 'progress.token-type';
  return checker(`names-progress-token(${label})`, [rule], (view, judge) => {
    const expected = `${label} brings progress of token ${JSON.stringify(token)}`;
    const [answer] = responsesTo(view, label);
    if (answer === undefined) {
      judge.inconclusive(rule, expected, `${label} was not answered`);
      return;
    }
    judge.saw(answer);
    const records = progressIn(view, label);
    const foreign = records.find((record) => paramsOf(record)['progressToken'] !== token);
    if (foreign !== undefined) {
      const seen = `token ${JSON.stringify(paramsOf(foreign)['progressToken'] ?? null)}`;
      judge.breach(rule, { expected, seen, events: [foreign] });
    } else if (records.length < count && answer.carrier === 'sse') {
      judge.breach(rule, { expected, seen: `${records.length} of ${count}`, events: [answer], severity: 'warn' });
    }
  });
}
