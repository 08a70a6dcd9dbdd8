import { delivered } from '../history/delivered.js';
import { viewHistory } from '../history/view.js';
import type { ExchangeView, HistoryView } from '../history/view.js';
import type { HeaderList } from '../wire/http-head.js';
import type { OperationView } from './operations.js';
import type { CellJudgement } from './outcome.js';

/** What the wire says about who is at fault. */
export type Evidence = Pick<CellJudgement, 'blame' | 'evidence'>;

const SESSION_GONE = 404;
const FIRST_ERROR = 400;
const BAD_REQUEST = 400;
/** A link that has written something so shortly before an operation was given up was still at it, in ms. */
const STILL_PASSING_MS = 1_000;

function blame(side: 'client' | 'server', evidence: string): Evidence {
  return { blame: side, evidence };
}

/** The history as it was when an operation ended, or was given up. */
export function viewUntil({ events }: HistoryView, { endedAt }: OperationView): HistoryView {
  return viewHistory(endedAt === undefined ? events : events.slice(0, endedAt), 'client');
}

/** The requests that a client sent while an operation was under way, in their order. */
function requestsOf(view: HistoryView, { beganAtMs }: OperationView, method: 'POST' | 'GET'): ExchangeView[] {
  return [...view.exchanges.values()].filter(
    ({ request }) => request !== undefined && request.method === method && request.t >= beganAtMs,
  );
}

/** Whether the requests of an exchange were all answered, and the answers handed to the client. */
function isAnswered(view: HistoryView, { sent, label }: ExchangeView): boolean {
  const given = delivered(view, label);
  if (given?.head === undefined) return false;
  const ids = sent.flatMap(({ message }) => (message.kind === 'request' ? [message.id] : []));
  return ids.every((id) =>
    given.messages.some(({ message }) => (message.kind === 'result' || message.kind === 'error') && message.id === id),
  );
}

/**
 * Who is at fault for an operation that did not succeed on a link that nothing was wrong with any more. Pure. Where the
 * wire does not tell, it is the pair.
 */
export function evidenceOn(whole: HistoryView, operation: OperationView): Evidence {
  const view = viewUntil(whole, operation);
  const last = requestsOf(view, operation, 'POST').at(-1);
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
  if (by === 'sut' && status === BAD_REQUEST && isForgotten(view, last)) {
    return blame(
      'server',
      'the server answered 400, for a session that it does not know: 404 would have told the client to begin another',
    );
  }
  if (status >= FIRST_ERROR) {
    const who = by === 'sut' ? 'the server' : 'the link';
    return { blame: 'pair', evidence: `the request was answered with ${status} by ${who}` };
  }
  return operation.ending === 'none' ? evidenceOfHanging(view, operation) : { blame: 'pair' };
}

/** Who is at fault for an operation that did not end, whatever was wrong with the link. Pure. */
export function evidenceUnderFault(whole: HistoryView, operation: OperationView): Evidence {
  return evidenceOfHanging(viewUntil(whole, operation), operation);
}

function evidenceOfHanging(view: HistoryView, operation: OperationView): Evidence {
  const posts = requestsOf(view, operation, 'POST');
  const open = posts.find((exchange) => !isAnswered(view, exchange));
  if (open === undefined) {
    if (posts.length === 0) return blame('client', 'the client sent nothing for it');
    const waits = requestsOf(view, operation, 'GET').some(({ client }) => client.head === undefined);
    const more = waits ? ', and a GET stream, which nobody needs for it, had not begun' : '';
    return blame('client', `all that the client had sent for it was answered${more}`);
  }
  const { end, head } = open.client;
  if (end !== undefined && end.ending !== 'abandoned') {
    const how = { complete: 'ended', fin: 'was closed', rst: 'was reset', link: 'was ended' }[end.ending];
    return blame(
      'client',
      `the response ${how} without the answer, and the client neither came back for it nor gave up`,
    );
  }
  if (head === undefined && connectionEnded(view, open)) {
    return blame('client', 'the connection ended without a response, and the client did not give up');
  }
  return { blame: 'pair' };
}

/** Whether the link was still handing bytes to the client when an operation was given up: it was only slow. */
export function wasStillPassing(whole: HistoryView, operation: OperationView): boolean {
  const { endedAtMs = Number.POSITIVE_INFINITY } = operation;
  const view = viewUntil(whole, operation);
  return requestsOf(view, operation, 'POST').some(({ client }) => {
    const last = client.data.at(-1);
    return last !== undefined && client.end === undefined && endedAtMs - last.t < STILL_PASSING_MS;
  });
}

/** Who sent a call again that the server then executed again. */
export function evidenceOnRepeat(view: HistoryView, operation: OperationView): Evidence {
  const calls = requestsOf(viewUntil(view, operation), operation, 'POST').filter(({ sent }) =>
    sent.some(({ message }) => message.method === 'tools/call'),
  );
  if (calls.length > 1) return blame('client', `the client sent the call ${calls.length} times`);
  return calls.length === 1 ? blame('server', 'the client sent the call once') : { blame: 'pair' };
}

/** Whether a request belongs to a session that was good until the server was started anew. */
function isForgotten({ faults, events }: HistoryView, { request }: ExchangeView): boolean {
  const restarted = faults.find(({ fault, status }) => fault === 'restart' && status === 'fired');
  const id = sessionOf(request?.headers);
  if (restarted === undefined || id === undefined) return false;
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
