import type { Checker } from './checker.js';
import { describeMessage } from './describe.js';
import { checker } from './judge.js';

const RULE = 'http.get.messages-unrelated';

/** The request that the server makes for the call `label` comes on the stream of that call, and on no GET stream. */
export function asksOnCallStream(label: string): Checker {
  const expected = `the request that ${label} makes comes on its own stream`;
  return checker(`asks-on-call-stream(${label})`, [RULE], (view, judge) => {
    const questions = [...view.exchanges.values()]
      .flatMap((exchange) => exchange.server.messages)
      .filter(({ message }) => message.kind === 'request' && message.method === 'elicitation/create');
    if (questions.length === 0) {
      judge.inconclusive(RULE, expected, 'the server asked nothing');
      return;
    }
    judge.saw(...questions);
    const elsewhere = questions.find((record) => record.exchange !== label);
    if (elsewhere === undefined) return;
    const seen = `${describeMessage(elsewhere.message)} on ${elsewhere.exchange}`;
    judge.breach(RULE, { expected, seen, events: [view.exchange(label)?.request, elsewhere] });
  });
}
