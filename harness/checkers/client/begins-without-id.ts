import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { handshakesOf, namedSession } from './handshakes.js';

const ANEW = 'http.session.reinit-on-404';

/** No `initialize` names a session: it is to open one (basic/transports, Session Management, item 4). */
export function beginsWithoutId(): Checker {
  return checker('begins-without-id', [ANEW], (view, judge) => {
    for (const { exchange } of handshakesOf(view)) {
      judge.saw(exchange.request);
      const named = namedSession(exchange);
      if (named === undefined) continue;
      const expected = 'initialize goes without a session id';
      judge.breach(ANEW, { expected, seen: `${exchange.label} names one`, events: [exchange.request] });
    }
  });
}
