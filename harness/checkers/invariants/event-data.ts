import type { HistoryEvent, SseRecord } from '../../history/events.js';
import type { ExchangeView } from '../../history/view.js';
import { parseMessages } from '../../wire/jsonrpc.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import type { Judge } from '../judge.js';
import { checker } from '../judge.js';

const MESSAGE = 'jsonrpc.follow-2.0';
const LOST = 'guarantee.no-loss';

type Recorded = SseRecord & HistoryEvent;

function isMessageType(type: string | undefined): boolean {
  return type === undefined || type === '' || type === 'message';
}

function judgeData(exchange: ExchangeView, record: Recorded, judge: Judge): void {
  const { data, event: type } = record.event;
  if (data === '') return;
  const parsed = parseMessages(data);
  const shown = `"${oneLine(data, 80)}" on ${exchange.label}`;
  if (isMessageType(type)) {
    if (parsed.kind !== 'unparseable') return;
    const expected = 'the data of an event is a JSON-RPC message, or empty';
    judge.breach(MESSAGE, { expected, seen: `${parsed.reason}: ${shown}`, events: [record] });
    return;
  }
  if (parsed.kind !== 'single' || parsed.message.kind === 'invalid') return;
  // No text names the type of event that carries messages; clients read the default type, which is "message".
  const expected = 'messages travel in events of the type that clients read';
  judge.breach(LOST, {
    expected,
    seen: `event type "${oneLine(type ?? '', 40)}": ${shown}`,
    events: [record],
    severity: 'warn',
  });
}

/** True when each event with data is known to have been read as one message, so that none need be parsed again. */
function allRead(exchange: ExchangeView): boolean {
  const { events, messages } = exchange.server;
  const carriers = events.filter(({ event }) => event.dispatched && event.data !== '');
  return carriers.length === messages.length && carriers.every(({ event }) => isMessageType(event.event));
}

/**
 * What an event carries is a JSON-RPC message or nothing, in the type of event that clients read. Keep-alives are
 * comments: a client has to take the data of an event for a message.
 */
export function carriesMessagesInEvents(): Checker {
  return checker('carries-messages-in-events', [MESSAGE, LOST], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      judge.saw(exchange.server.head, exchange.server.events[0]);
      if (allRead(exchange)) continue;
      for (const record of exchange.server.events) judgeData(exchange, record, judge);
    }
  });
}
