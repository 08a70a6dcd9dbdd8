import { hasVersionHeader } from '../../../spec/revisions.js';
import { headerValue } from '../../../wire/http-head.js';
import { isHandshake } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import { oneLine } from '../../describe.js';
import { checker } from '../../judge.js';
import { handshakeBefore, hasSeveralClients, namedSession, requestsInOrder } from '../handshakes.js';

const SENT = 'http.version-header.client-sends';
const VALUE = 'http.version-header.negotiated-value';

/** Every request after the handshake names the negotiated version (transports, Protocol Version Header; 2025-06-18 on). */
export function namesVersion(): Checker {
  return checker('names-version', [SENT, VALUE], (view, judge) => {
    const isMixed = hasSeveralClients(view);
    for (const exchange of requestsInOrder(view)) {
      if (isHandshake(exchange) || (isMixed && namedSession(exchange) === undefined)) continue;
      const negotiated = handshakeBefore(view, exchange)?.negotiated;
      if (negotiated === undefined || !hasVersionHeader(negotiated)) continue;
      const { request, label } = exchange;
      judge.saw(request);
      const value = headerValue(request.headers, 'mcp-protocol-version');
      if (value === negotiated) continue;
      const expected = `each request after the handshake has MCP-Protocol-Version: ${negotiated}`;
      if (value === undefined) judge.breach(SENT, { expected, seen: `none on ${label}`, events: [request] });
      else judge.breach(VALUE, { expected, seen: `"${oneLine(value, 40)}" on ${label}`, events: [request] });
    }
  });
}
