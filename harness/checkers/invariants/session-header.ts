import { headerValue, headerValues } from '../../wire/http-head.js';
import { isHandshake } from '../attribution.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import { checker } from '../judge.js';

const ASCII = 'http.session.id-visible-ascii';
const OWN = 'guarantee.no-crossing';

/**
 * Every session id that a response names is made of visible ASCII, and is that of the request, unless the response is
 * to `initialize` (transports, Session Management).
 */
export function namesSessionsRightly(): Checker {
  return checker('names-sessions-rightly', [ASCII, OWN], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      const { head } = exchange.server;
      if (head === undefined) continue;
      judge.saw(head);
      const named = headerValues(head.headers, 'mcp-session-id');
      const id = named.join(', ');
      if (named.length > 0 && !/^[\x21-\x7e]+$/.test(id)) {
        const expected = 'a session id is one or more characters from 0x21 to 0x7E';
        judge.breach(ASCII, { expected, seen: `"${oneLine(id)}" on ${exchange.label}`, events: [head] });
      }
      const asked = exchange.request && headerValue(exchange.request.headers, 'mcp-session-id');
      if (named.length === 0 || asked === undefined || asked === id || isHandshake(exchange)) continue;
      const expected = `the answer to ${exchange.label} names no session but its own`;
      judge.breach(OWN, { expected, seen: `another session id`, events: [exchange.request, head], severity: 'warn' });
    }
  });
}
