import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'guarantee.no-hang';

/**
 * The server brought the exchange `label` to an end, with or without an answer, while the case waited for that. `later`
 * is an exchange that was answered after the wait, which shows that the harness was alive.
 */
export function exchangeEnds(label: string, later: string): Checker {
  const expected = `${label} ends, with or without an answer`;
  return checker(`exchange-ends(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const alive = view.exchange(later)?.server.head;
    if (exchange?.request === undefined || alive === undefined) {
      judge.inconclusive(RULE, expected, `${later} was not answered`);
      return;
    }
    const { head, end } = exchange.server;
    judge.saw(head, end, alive);
    if (end !== undefined && ['complete', 'fin', 'rst'].includes(end.ending) && end.index < alive.index) return;
    judge.breach(RULE, { expected, seen: describeResponse(exchange.server), events: [exchange.request, head, alive] });
  });
}
