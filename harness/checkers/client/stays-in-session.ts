import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { handshakesOf } from './handshakes.js';

const RECOVERS = 'guarantee.recovers';

/**
 * A loss that is none of the session leads to no new handshake. It costs one, and what the session held; no text forbids
 * it, so it is warned of.
 */
export function staysInSession(): Checker {
  return checker('stays-in-session', [RECOVERS], (view, judge) => {
    const [first, ...renewals] = handshakesOf(view);
    judge.saw(first?.exchange.request);
    if (renewals.length === 0) return;
    judge.breach(RECOVERS, {
      expected: 'the session goes on',
      seen: `${renewals.length} further ${renewals.length === 1 ? 'handshake' : 'handshakes'}`,
      events: renewals.map(({ exchange }) => exchange.request),
      severity: 'warn',
    });
  });
}
