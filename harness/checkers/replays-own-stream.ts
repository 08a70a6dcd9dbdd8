import { requestIdOf } from './answers-call.js';
import type { Checker } from './checker.js';
import { describeMessage, describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'http.resume.no-cross-stream';

/**
 * The exchange `resumed`, opened with an event id of the call `own`, carries no response to any of the calls `others`,
 * which had streams of their own in the same session.
 */
export function replaysOwnStream(resumed: string, own: string, others: readonly string[]): Checker {
  const expected = `${resumed} carries messages of the stream of ${own} alone`;
  return checker(`replays-own-stream(${resumed})`, [RULE], (view, judge) => {
    const exchange = view.exchange(resumed);
    const head = exchange?.server.head;
    if (exchange === undefined || head === undefined) {
      judge.inconclusive(
        RULE,
        expected,
        exchange === undefined ? 'nothing was resumed' : describeResponse(exchange.server),
      );
      return;
    }
    judge.saw(head);
    const foreign = others.flatMap((label) => {
      const other = view.exchange(label);
      const id = other === undefined ? undefined : requestIdOf(other);
      return exchange.server.messages.filter(
        ({ message }) => id !== undefined && message.id === id && message.method === undefined,
      );
    });
    const [first] = foreign;
    if (first === undefined) return;
    const seen = `it replays the answer to another call: ${describeMessage(first.message)}`;
    judge.breach(RULE, { expected, seen, events: foreign });
  });
}
