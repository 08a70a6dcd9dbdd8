import type { HistoryEvent } from '../history/events.js';
import type { ExchangeView, HistoryView } from '../history/view.js';
import type { StatusExpectation } from './answer-status.js';
import { statusIsOneOf } from './answer-status.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

/** How a server may treat a request that is odd, hostile or broken. */
export interface CopingExpectation {
  /** Rule that is broken by any status that is neither allowed nor tolerated, 5xx aside. */
  readonly rule: string;
  readonly allowed: StatusExpectation['allowed'];
  /** Statuses that deserve a warning. */
  readonly tolerated?: StatusExpectation['allowed'];
  /** Caps the weight of every other status below 500. */
  readonly severity?: 'warn' | 'note';
  /** True: the server may close the connection instead of answering. */
  readonly mayClose?: boolean;
  /**
   * The server may wait for more, because to it the request can be incomplete: the label of a later exchange, whose answer
   * shows that it is still there.
   */
  readonly mayWait?: string;
}

/** The end of the server's side of an exchange, when the server itself brought it about. */
function endedByServer(exchange: ExchangeView): HistoryEvent | undefined {
  const { end } = exchange.server;
  return end !== undefined && (end.ending === 'fin' || end.ending === 'rst') ? end : undefined;
}

/** The event by which the server ended the connection of an exchange, where it did. */
export function closedByServer(view: HistoryView, exchange: ExchangeView): HistoryEvent | undefined {
  const connection = exchange.request?.side === 'server' ? exchange.request.connection : undefined;
  return (
    endedByServer(exchange) ??
    view.events.find(
      (event) =>
        event.kind === 'connection' &&
        event.side === 'server' &&
        event.connection === connection &&
        event.from === 'peer' &&
        (event.what === 'fin' || event.what === 'rst'),
    )
  );
}

/**
 * The exchange `label` comes to an end that a client can work with. An answer of 500 to 599 breaks
 * `guarantee.clean-errors`, no end at all breaks `guarantee.no-hang`, any other unexpected status breaks the given rule.
 */
export function copesWith(label: string, expectation: CopingExpectation): Checker {
  const { rule, allowed, tolerated = [], severity, mayClose = false, mayWait } = expectation;
  const expected = `${label} is answered with ${allowed.join(' or ')}${mayClose ? ' or the connection is closed' : ''}`;
  const rules = [...new Set([rule, 'guarantee.clean-errors', 'guarantee.no-hang'])];
  return checker(`copes-with(${label})`, rules, (view, judge) => {
    const exchange = view.exchange(label);
    if (exchange?.request === undefined) {
      judge.inconclusive(rule, expected, 'the request was never sent');
      return;
    }
    const { head } = exchange.server;
    const seen = describeResponse(exchange.server);
    if (head === undefined) {
      const closed = closedByServer(view, exchange);
      judge.saw(closed, mayWait === undefined ? undefined : view.exchange(mayWait)?.server.head);
      if (closed === undefined ? mayWait !== undefined : mayClose) return;
      const weight = closed === undefined ? {} : { severity: 'warn' as const };
      judge.breach('guarantee.no-hang', { expected, seen, events: [exchange.request, closed], ...weight });
      return;
    }
    judge.saw(head);
    if (statusIsOneOf(head.status, allowed)) return;
    if (statusIsOneOf(head.status, tolerated)) {
      judge.breach(rule, { expected, seen, events: [head], severity: severity ?? 'warn' });
    } else if (head.status >= 500) {
      judge.breach('guarantee.clean-errors', { expected, seen, events: [head] });
    } else {
      judge.breach(rule, { expected, seen, events: [head], ...(severity && { severity }) });
    }
  });
}
