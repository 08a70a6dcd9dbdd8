import type { HeaderList } from '../wire/http-head.js';
import type { ExchangeView, HistoryView } from '../history/view.js';
import type { OperationView } from './operations.js';
import type { CellJudgement } from './outcome.js';

/** What the wire says about who is at fault. */
export type Evidence = Pick<CellJudgement, 'blame' | 'evidence'>;

const SESSION_GONE = 404;
const BAD_REQUEST = 400;
const FIRST_ERROR = 400;

/** The requests that a client sent while an operation was under way, GETs left out: they may be there at any time. */
function requestsOf(
  view: HistoryView,
  { beganAtMs, endedAtMs = Number.POSITIVE_INFINITY }: OperationView,
): ExchangeView[] {
  return [...view.exchanges.values()].filter(
    ({ request }) =>
      request !== undefined && request.method === 'POST' && request.t >= beganAtMs && request.t <= endedAtMs,
  );
}

/** Whether what answers the requests of an exchange was handed to the client. */
function isAnswered({ sent, client }: ExchangeView): boolean {
  const ids = sent.flatMap(({ message }) => (message.kind === 'request' ? [message.id] : []));
  return ids.every((id) => client.messages.some(({ message }) => message.method === undefined && message.id === id));
}

function blame(side: 'client' | 'server', evidence: string): Evidence {
  return { blame: side, evidence };
}

/**
 * Who is at fault for an operation that did not succeed on a link that nothing was wrong with any more. Pure. Where the
 * wire does not tell, it is the pair.
 */
export function evidenceOn(view: HistoryView, operation: OperationView): Evidence {
  const requests = requestsOf(view, operation);
  const last = requests.at(-1);
  if (last === undefined) return blame('client', 'the client sent nothing for it');
  const { server, client } = last;
  if (client.head === undefined) {
    if (server.head === undefined && reachedServer(view, last)) {
      return blame('server', 'the server was given the request and answered nothing');
    }
    return { blame: 'pair' };
  }
  const { status, by } = client.head;
  if (by === 'sut' && status === SESSION_GONE && hasSession(last)) {
    return blame(
      'client',
      'the server answered 404, for a session that it does not know, and the client began no other',
    );
  }
  if (by === 'sut' && status === BAD_REQUEST && hasSession(last) && isNamedUnknown(view, last)) {
    return blame(
      'server',
      'the server answered 400, for a session that it does not know: nobody is told that by it as by 404',
    );
  }
  if (status >= FIRST_ERROR) {
    return {
      blame: 'pair',
      evidence: `the request was answered with ${status} by ${by === 'sut' ? 'the server' : 'the link'}`,
    };
  }
  if (isAnswered(last) && operation.ending === 'none') {
    return blame('client', 'the answer was handed to the client, which did not pass it on');
  }
  return { blame: 'pair' };
}

/** {@link evidenceOn} for an operation that a fault of the link met. */
export function evidenceUnderFault(view: HistoryView, operation: OperationView): Evidence {
  const requests = requestsOf(view, operation);
  const last = requests.at(-1);
  if (last === undefined) return blame('client', 'the client sent nothing for it');
  if (isAnswered(last)) return blame('client', 'the answer was handed to the client, which did not pass it on');
  const { end, head } = last.client;
  if (end !== undefined && end.ending !== 'abandoned') {
    const how = { complete: 'ended', fin: 'was closed', rst: 'was reset', link: 'was ended', abandoned: '' }[
      end.ending
    ];
    return blame(
      'client',
      `the response ${how} without the answer, and the client neither came back for it nor gave up`,
    );
  }
  if (head === undefined && connectionEnded(view, last)) {
    return blame('client', 'the connection ended without a response, and the client did not give up');
  }
  return { blame: 'pair' };
}

/** Who sent a call again that the server then executed again. */
export function evidenceOnRepeat(view: HistoryView, operation: OperationView): Evidence {
  const calls = requestsOf(view, operation).filter(({ sent }) =>
    sent.some(({ message }) => message.method === 'tools/call'),
  );
  if (calls.length > 1) return blame('client', `the client sent the call ${calls.length} times`);
  return calls.length === 1 ? blame('server', 'the client sent the call once') : { blame: 'pair' };
}

/** Whether the session of a request was good before the server was started anew. */
function isNamedUnknown({ faults, events }: HistoryView, { request }: ExchangeView): boolean {
  const restarted = faults.find(({ fault, status }) => fault === 'restart' && status === 'fired');
  if (restarted === undefined) return false;
  const id = sessionOf(request?.headers);
  return events.some(
    (event) =>
      event.kind === 'response' &&
      event.side === 'server' &&
      event.index < restarted.index &&
      sessionOf(event.headers) === id,
  );
}

function sessionOf(headers: HeaderList | undefined): string | undefined {
  return headers?.find(([name]) => name.toLowerCase() === 'mcp-session-id')?.[1];
}

function hasSession({ request }: ExchangeView): boolean {
  return sessionOf(request?.headers) !== undefined;
}

function reachedServer({ events }: HistoryView, { label }: ExchangeView): boolean {
  return events.some((event) => event.kind === 'request' && event.side === 'server' && event.exchange === label);
}

function connectionEnded({ events }: HistoryView, { request }: ExchangeView): boolean {
  return events.some(
    (event) =>
      event.kind === 'connection' &&
      event.side === 'client' &&
      event.connection === request?.connection &&
      event.from === 'link' &&
      (event.what === 'fin' || event.what === 'rst'),
  );
}
