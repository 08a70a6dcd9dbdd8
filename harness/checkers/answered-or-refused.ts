import { responsesTo } from './answers-call.js';
import { statusIsOneOf } from './answer-status.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';
import { toolAnswerOf } from './tool-answer.js';

/**
 * Every one of many calls comes to an end: a result or an error of its own, or a refusal for overload (429, 503 or any
 * other 4xx; the specification names no signal, ambiguity `overload-signal`). None may be lost, and at least one must
 * have been served. With `text`, a result that carries another call's text has crossed.
 */
export function answeredOrRefused(labels: readonly string[], rule: string, text?: (label: string) => string): Checker {
  const expected = `each of ${labels.length} calls at once is answered or refused`;
  return checker(`answered-or-refused(${labels.length} calls)`, [rule, 'guarantee.no-crossing'], (view, judge) => {
    const lost: string[] = [];
    let served = 0;
    for (const label of labels) {
      const exchange = view.exchange(label);
      if (exchange?.request === undefined) continue;
      const [answer] = responsesTo(view, label);
      const { head } = exchange.server;
      judge.saw(answer ?? head);
      if (answer !== undefined) {
        served += answer.message.kind === 'result' ? 1 : 0;
        const echoed = toolAnswerOf(answer.message)?.['text'];
        if (text === undefined || typeof echoed !== 'string' || echoed === text(label)) continue;
        const own = `${label} gets its own text back`;
        judge.breach('guarantee.no-crossing', { expected: own, seen: `the text of another call`, events: [answer] });
      } else if (head === undefined || !statusIsOneOf(head.status, ['4xx', 503])) lost.push(label);
    }
    const [first] = lost;
    if (first !== undefined) {
      const response = view.exchange(first)?.server;
      const seen = `${lost.length} were not; ${first}: ${response === undefined ? 'nothing came' : describeResponse(response)}`;
      judge.breach(rule, { expected, seen, events: [view.exchange(first)?.request, response?.head, response?.end] });
    } else if (served === 0) {
      judge.breach(rule, { expected: 'at least one call is served', seen: 'all were refused', severity: 'warn' });
    }
  });
}
