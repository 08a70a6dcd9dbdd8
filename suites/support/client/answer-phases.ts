import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';

/** How far the answer to a request has come when something happens to it. */
export interface AnswerPhase {
  readonly name: string;
  /** A clause that follows "when". */
  readonly when: string;
  /** Writes the answer so far. */
  readonly begin: (exchange: ServedExchange) => void;
  /** The body can end in order without an answer: it is an event stream. */
  readonly isStream: boolean;
  /** It gave an event id, so that a client may come back for the rest. */
  readonly gaveId: boolean;
}

const JSON_BODY = { 'Content-Type': 'application/json' };
/** More than the beginning that is written. */
const ANNOUNCED_BYTES = 500;
const BEGINNING = '{"jsonrpc":"2.0","id":';

/** A notification that belongs to a call, as far as a client can tell. */
export const A_LOG_MESSAGE = {
  jsonrpc: '2.0',
  method: 'notifications/message',
  params: { level: 'info', logger: 'faultline', data: 'on it' },
};

/** Every place at which an answer can stop before its response was sent. */
export const ANSWER_PHASES: readonly AnswerPhase[] = [
  {
    name: 'request',
    when: 'the request has arrived and nothing was answered',
    begin: () => undefined,
    isStream: false,
    gaveId: false,
  },
  {
    name: 'stream-head',
    when: 'the head of an event stream was sent',
    begin: (exchange) => exchange.stream(),
    isStream: true,
    gaveId: false,
  },
  {
    name: 'notification',
    when: 'a notification was sent on the event stream',
    begin: (exchange) => exchange.send(A_LOG_MESSAGE),
    isStream: true,
    gaveId: false,
  },
  {
    name: 'inside-event',
    when: 'half an event was sent',
    begin(exchange: ServedExchange): void {
      exchange.stream();
      exchange.write(`data: ${BEGINNING}`);
    },
    isStream: true,
    gaveId: false,
  },
  {
    name: 'primed',
    when: 'a priming event with an id was sent',
    begin: (exchange) => exchange.event({ id: 'primed-1', retry: 50, data: '' }),
    isStream: true,
    gaveId: true,
  },
  {
    name: 'json-head',
    when: 'the head of a JSON answer was sent',
    begin: (exchange) => exchange.head(200, JSON_BODY, { contentLength: ANNOUNCED_BYTES }),
    isStream: false,
    gaveId: false,
  },
  {
    name: 'inside-json',
    when: 'the beginning of a JSON answer was sent',
    begin(exchange: ServedExchange): void {
      exchange.head(200, JSON_BODY, { contentLength: ANNOUNCED_BYTES });
      exchange.write(BEGINNING);
    },
    isStream: false,
    gaveId: false,
  },
];
