import { headerValue } from '../../wire/http-head.js';
import type { ExchangeView, HistoryView } from '../../history/view.js';
import { isHandshake } from '../attribution.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import type { Judge } from '../judge.js';
import { lastClaim } from './claims.js';
import { handshakesOf, namedSession, requestsInOrder } from './handshakes.js';

const REINIT = 'http.session.reinit-on-404';
const INIT_FIRST = 'lifecycle.init-first';

/**
 * The exchange in which the client was told first that its session is gone: 404 to a request that named it. One by which
 * it ends its session itself tells it nothing.
 */
function lossOf(view: HistoryView): (ExchangeView & { readonly session: string }) | undefined {
  for (const exchange of requestsInOrder(view)) {
    const session = namedSession(exchange);
    const { head } = exchange.client;
    if (session === undefined || exchange.request.method === 'DELETE') continue;
    if (head?.status === 404 && head.by === 'sut') return { ...exchange, session };
  }
  return undefined;
}

/** The half reconnect: requests that name no session although none was begun anew, on which a lax server would answer. */
function judgeFurther(view: HistoryView, lostIndex: number, judge: Judge): void {
  const firstAnswered = handshakesOf(view).find(({ answeredIndex }) => (answeredIndex ?? 0) > lostIndex);
  const until = firstAnswered?.answeredIndex ?? Number.POSITIVE_INFINITY;
  for (const exchange of requestsInOrder(view)) {
    const { request, sent } = exchange;
    if (request.index < lostIndex || request.index > until || isHandshake(exchange)) continue;
    const asks = sent.some(({ message }) => message.kind === 'request' && message.method !== 'ping');
    const isNamed = headerValue(request.headers, 'mcp-session-id') !== undefined;
    if (!asks || isNamed) continue;
    judge.breach(INIT_FIRST, {
      expected: 'once the session is lost, the first request of the next one is initialize',
      seen: `${exchange.label} went out without a session and without a handshake`,
      events: [request],
    });
  }
}

/** What a client may do instead of a new handshake. */
export interface NewStart {
  /** Label of a state: a client that says there that it is not connected has nothing to begin anew. */
  readonly state?: string;
  /** A program that ends by itself without another request wants no session any more: it is warned of. */
  readonly mayLeave?: boolean;
}

/** Whether the process ended by itself after the 404, and posted nothing more. */
function hasLeft(view: HistoryView, lostIndex: number): boolean {
  const exit = view.clients.find(({ what, index }) => what === 'exit' && index > lostIndex);
  const wasKilled = view.clients.some(({ what, index }) => what === 'killed' && index < (exit?.index ?? 0));
  const further = requestsInOrder(view).some(
    ({ request }) => request.method === 'POST' && request.index > lostIndex && request.index < (exit?.index ?? 0),
  );
  return exit !== undefined && !wasKilled && !further;
}

/**
 * After the first 404 to its session id the client sends `initialize`, without that id (basic/transports, Session
 * Management, item 4), and nothing outside of a session before. Requests that still name the old session may have been
 * under way. Inconclusive where the client was never given a 404.
 */
export function startsAnew({ state, mayLeave = false }: NewStart = {}): Checker {
  return checker('starts-anew', [REINIT, INIT_FIRST], (view, judge) => {
    const lost = lossOf(view);
    const expected = 'initialize without the old session id follows the 404';
    const { head } = lost?.client ?? {};
    if (lost === undefined || head === undefined) {
      const claim = state === undefined ? undefined : lastClaim(view, state);
      if (claim?.connected === false) {
        judge.saw(claim.answer);
        return;
      }
      judge.inconclusive(REINIT, expected, 'no request of the client was answered by 404');
      return;
    }
    judge.saw(lost.request);
    judgeFurther(view, head.index, judge);
    const later = handshakesOf(view).filter(({ exchange }) => (exchange.request?.index ?? 0) > head.index);
    const [next] = later;
    judge.saw(...later.map(({ exchange }) => exchange.request));
    if (next === undefined) {
      const isWarning = mayLeave && hasLeft(view, head.index);
      judge.breach(REINIT, {
        expected,
        seen: isWarning ? 'the client ended without one' : 'no initialize followed',
        events: [lost.request, head],
        ...(isWarning && { severity: 'warn' as const }),
      });
      return;
    }
    const stale = later.find(({ exchange }) => namedSession(exchange) === lost.session);
    if (stale === undefined) return;
    const seen = `${stale.exchange.label} still names the session that is gone`;
    judge.breach(REINIT, { expected, seen, events: [head, stale.exchange.request] });
  });
}
