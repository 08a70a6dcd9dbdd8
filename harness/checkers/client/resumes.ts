import type { ExchangeView, HistoryView } from '../../history/view.js';
import { headerValue } from '../../wire/http-head.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import { checker } from '../judge.js';
import { requestsInOrder } from './handshakes.js';

/** The GETs of the client that name an event to continue after, in order. */
function resumptionsOf(view: HistoryView): { readonly exchange: ExchangeView; readonly cursor: string }[] {
  return requestsInOrder(view).flatMap((exchange) => {
    const cursor = headerValue(exchange.request.headers, 'last-event-id');
    return exchange.request.method === 'GET' && cursor !== undefined ? [{ exchange, cursor }] : [];
  });
}

/**
 * After each cut the client comes back by GET with the id of the last event that had reached it, in this order (basic/
 * transports, Resumability and Redelivery). Further attempts with the same id are the same resumption.
 */
export function resumesFrom(cursors: readonly string[], rule: string): Checker {
  const expected = `the client comes back by GET with Last-Event-ID ${cursors.map((id) => JSON.stringify(id)).join(', then ')}`;
  return checker(`resumes-from(${cursors.join(', ')})`, [rule], (view, judge) => {
    const resumptions = resumptionsOf(view);
    judge.saw(requestsInOrder(view)[0]?.request, ...resumptions.map(({ exchange }) => exchange.request));
    const distinct = resumptions.filter(({ cursor }, position) => cursor !== resumptions[position - 1]?.cursor);
    const wrong = cursors.findIndex((cursor, position) => distinct[position]?.cursor !== cursor);
    if (wrong === -1) return;
    const instead = distinct[wrong];
    const last = instead ?? (resumptions.length > distinct.length ? resumptions.at(-1) : undefined);
    const seen =
      last === undefined
        ? 'it did not come back'
        : `it came with "${oneLine(last.cursor, 60)}"${instead === undefined ? ' again' : ''}`;
    judge.breach(rule, { expected, seen, events: [last?.exchange.request] });
  });
}

/** The client comes back with no other cursor than these. */
export function namesNoOtherCursor(cursors: readonly string[], rule: string): Checker {
  return checker('names-no-other-cursor', [rule], (view, judge) => {
    judge.saw(requestsInOrder(view)[0]?.request);
    for (const { exchange, cursor } of resumptionsOf(view)) {
      if (cursors.includes(cursor)) continue;
      const expected = `Last-Event-ID is ${cursors.map((id) => JSON.stringify(id)).join(' or ') || 'not sent'}`;
      judge.breach(rule, {
        expected,
        seen: `"${oneLine(cursor, 60)}" on ${exchange.label}`,
        events: [exchange.request],
      });
    }
  });
}

/** After the answer to a call has come, nobody comes back for its stream (mark `answered`). */
export function stopsResuming(mark: string, rule: string): Checker {
  return checker(`stops-resuming(${mark})`, [rule], (view, judge) => {
    const answered = view.probes.find(({ what, name }) => what === 'mark' && name === mark);
    judge.saw(requestsInOrder(view)[0]?.request);
    if (answered === undefined) return;
    const further = resumptionsOf(view).find(({ exchange }) => (exchange.request?.index ?? 0) > answered.index);
    if (further === undefined) return;
    const expected = 'nothing is resumed once the call is over';
    judge.breach(rule, { expected, seen: `${further.exchange.label} followed`, events: [further.exchange.request] });
  });
}

/** The call was posted once, whatever happened to its stream. */
export function postsOnce(rule: string): Checker {
  return checker('posts-once', [rule], (view, judge) => {
    const calls = requestsInOrder(view).filter(({ sent }) =>
      sent.some(({ message }) => message.method === 'tools/call'),
    );
    judge.saw(calls[0]?.request);
    const ids = new Set(calls.map(({ sent }) => JSON.stringify(sent[0]?.message.value)));
    if (calls.length <= 1 && ids.size <= 1) return;
    const expected = 'the call is posted once and its stream is continued by GET';
    judge.breach(rule, {
      expected,
      seen: `it was posted ${calls.length} times`,
      events: calls.map(({ request }) => request),
    });
  });
}
