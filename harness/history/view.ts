import type {
  ClientEvent,
  CommentRecord,
  DataEvent,
  FaultEvent,
  HistoryEvent,
  MessageRecord,
  ProbeEvent,
  ProblemEvent,
  RequestBodyEvent,
  RequestEvent,
  ResponseBodyEvent,
  ResponseEndEvent,
  ResponseEvent,
  Side,
  SseRecord,
} from './events.js';

type Recorded<T> = T & { readonly index: number; readonly t: number };

/** What one side of the link saw of one response. */
export interface ResponseView {
  head?: Recorded<ResponseEvent>;
  readonly data: Recorded<DataEvent>[];
  readonly events: Recorded<SseRecord>[];
  readonly comments: Recorded<CommentRecord>[];
  readonly messages: Recorded<MessageRecord>[];
  readonly problems: Recorded<ProblemEvent>[];
  body?: Recorded<ResponseBodyEvent>;
  end?: Recorded<ResponseEndEvent>;
}

/** One HTTP request and its response, put together from the events that carry its label. */
export interface ExchangeView {
  readonly label: string;
  /** As it was on the side that is judged; as it was on the other one where that side did not see it. */
  request?: Recorded<RequestEvent>;
  requestBody?: Recorded<RequestBodyEvent>;
  readonly sent: Recorded<MessageRecord>[];
  readonly server: ResponseView;
  readonly client: ResponseView;
}

/** A history, folded once for the checkers. */
export interface HistoryView {
  readonly events: readonly HistoryEvent[];
  readonly exchanges: ReadonlyMap<string, ExchangeView>;
  readonly faults: readonly Recorded<FaultEvent>[];
  readonly probes: readonly Recorded<ProbeEvent>[];
  /** What passed between the harness and the clients under test. */
  readonly clients: readonly Recorded<ClientEvent>[];
  exchange(label: string): ExchangeView | undefined;
}

function emptyResponse(): ResponseView {
  return { data: [], events: [], comments: [], messages: [], problems: [] };
}

function keepRequest(exchange: ExchangeView, event: Recorded<RequestEvent>, judged: Side): void {
  if (event.side === judged || exchange.request === undefined) exchange.request = event;
}

function keepMessage(exchange: ExchangeView, event: Recorded<MessageRecord>, judged: Side): void {
  if (event.direction === 'to-client') exchange[event.side].messages.push(event);
  else if (event.side === judged) exchange.sent.push(event);
}

function keepInExchange(exchange: ExchangeView, event: HistoryEvent, judged: Side): void {
  switch (event.kind) {
    case 'request':
      keepRequest(exchange, event, judged);
      return;
    case 'request-body':
      if (event.side === judged) exchange.requestBody = event;
      return;
    case 'response':
      exchange[event.side].head = event;
      return;
    case 'data':
      exchange[event.side].data.push(event);
      return;
    case 'sse':
      exchange[event.side].events.push(event);
      return;
    case 'comment':
      exchange[event.side].comments.push(event);
      return;
    case 'message':
      keepMessage(exchange, event, judged);
      return;
    case 'response-body':
      exchange[event.side].body = event;
      return;
    case 'response-end':
      exchange[event.side].end = event;
      return;
    case 'problem':
      exchange[event.side].problems.push(event);
      return;
    default:
      return;
  }
}

/**
 * Folds events into exchanges. Pure; one pass. `judged` is the side of the link that the system under test is on: what
 * was requested is taken from there, where no fault of ours can have touched it.
 */
export function viewHistory(events: readonly HistoryEvent[], judged: Side = 'server'): HistoryView {
  const exchanges = new Map<string, ExchangeView>();
  const faults: Recorded<FaultEvent>[] = [];
  const probes: Recorded<ProbeEvent>[] = [];
  const clients: Recorded<ClientEvent>[] = [];
  for (const event of events) {
    if (event.kind === 'fault') faults.push(event);
    else if (event.kind === 'probe') probes.push(event);
    else if (event.kind === 'client') clients.push(event);
    else if ('exchange' in event && event.exchange !== undefined) {
      let exchange = exchanges.get(event.exchange);
      if (exchange === undefined) {
        exchange = { label: event.exchange, sent: [], server: emptyResponse(), client: emptyResponse() };
        exchanges.set(event.exchange, exchange);
      }
      keepInExchange(exchange, event, judged);
    }
  }
  return { events, exchanges, faults, probes, clients, exchange: (label) => exchanges.get(label) };
}
