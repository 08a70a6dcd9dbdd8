import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { handshakesOf } from './handshakes.js';

const BOUNDED = 'guarantee.bounded-retries';
/** The GET stream may find the session lost at the same time as a call. */
const ENOUGH = 2;

/**
 * Calls that lose their session at the same time do not each open one. As many handshakes as calls are a storm; fewer
 * that are still more than needed are warned of.
 */
export function sharesHandshake(calls: number): Checker {
  return checker('shares-handshake', [BOUNDED], (view, judge) => {
    const [first, ...renewals] = handshakesOf(view);
    judge.saw(first?.exchange.request);
    if (renewals.length <= ENOUGH) return;
    judge.breach(BOUNDED, {
      expected: `${calls} calls that lose their session share a new handshake`,
      seen: `${renewals.length} handshakes`,
      events: renewals.map(({ exchange }) => exchange.request),
      ...(renewals.length < calls && { severity: 'warn' as const }),
    });
  });
}
