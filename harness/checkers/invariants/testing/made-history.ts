import type { Finding } from '../../checker.js';
import type { Checker } from '../../checker.js';
import type { EventBody, HistoryEvent, ResponseEnding } from '../../../history/events.js';
import { viewHistory } from '../../../history/view.js';
import type { HeaderList } from '../../../wire/http-head.js';
import { parseMessages } from '../../../wire/jsonrpc.js';
import type { Revision } from '../../../spec/revisions.js';

/** One block of an event stream; `data` that is no text is written as JSON. */
export interface MadeEvent {
  readonly id?: string;
  readonly type?: string;
  readonly data: unknown;
}

/** One exchange of a made-up history. What is absent is what a healthy exchange has. */
export interface MadeExchange {
  readonly label: string;
  readonly method?: 'POST' | 'GET' | 'DELETE';
  readonly session?: string;
  readonly lastEventId?: string;
  /** Messages that the client posted; a text is a body that is no JSON. */
  readonly sent?: readonly unknown[] | string;
  readonly status?: number;
  /** Session id in the response. */
  readonly assigns?: string;
  readonly events?: readonly MadeEvent[];
  readonly json?: unknown;
  readonly type?: string;
  /** Absent: the exchange is still open at the end of the history. */
  readonly end?: ResponseEnding;
  readonly framing?: 'content-length' | 'chunked' | 'close';
  /** Milliseconds that pass before the end. */
  readonly lastsMs?: number;
}

/** What happened between exchanges. */
export type MadeEventBody = EventBody & { readonly kind: 'fault' | 'probe' | 'problem' };

type Step = MadeExchange | MadeEventBody;

function messagesIn(text: string): { readonly batched: boolean; readonly messages: ReturnType<typeof single> } {
  const parsed = parseMessages(text);
  return { batched: parsed.kind === 'batch', messages: single(parsed) };
}

function single(parsed: ReturnType<typeof parseMessages>): Extract<typeof parsed, { kind: 'batch' }>['messages'] {
  if (parsed.kind === 'unparseable') return [];
  return parsed.kind === 'batch' ? parsed.messages : [parsed.message];
}

function requestEvents(made: MadeExchange): EventBody[] {
  const { label, method = 'POST', session, lastEventId, sent } = made;
  const headers: [string, string][] = [];
  if (session !== undefined) headers.push(['Mcp-Session-Id', session]);
  if (lastEventId !== undefined) headers.push(['Last-Event-ID', lastEventId]);
  const where = { side: 'server', exchange: label } as const;
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent?.length === 1 ? sent[0] : sent);
  const body = method === 'POST' ? text : '';
  const { batched, messages } = messagesIn(body);
  return [
    { kind: 'request', ...where, connection: `c-${label}`, method, target: '/mcp', headers },
    { kind: 'request-body', ...where, sizeBytes: body.length, complete: true, text: body },
    ...messages.map((message): EventBody => ({
      kind: 'message',
      ...where,
      direction: 'to-server',
      carrier: 'json',
      message,
      batched,
    })),
  ];
}

function streamEvents({ label, events = [] }: MadeExchange): EventBody[] {
  const where = { side: 'server', exchange: label } as const;
  return events.flatMap(({ id, type, data }): EventBody[] => {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    const given = { ...(id !== undefined && { id }), ...(type !== undefined && { event: type }) };
    const event = { kind: 'event', dispatched: true, ...given, data: text, startOffset: 0, endOffset: 0 } as const;
    const isMessage = (type ?? 'message') === 'message';
    const { batched, messages } = messagesIn(isMessage ? text : '');
    return [
      { kind: 'sse', ...where, event },
      ...messages.map((message): EventBody => ({
        kind: 'message',
        ...where,
        direction: 'to-client',
        carrier: 'sse',
        message,
        batched,
        ...(id !== undefined && { eventId: id }),
      })),
    ];
  });
}

function responseEvents(made: MadeExchange): EventBody[] {
  const { label, assigns, json, events, end, framing = 'chunked' } = made;
  const status = made.status ?? (events === undefined && json === undefined ? 202 : 200);
  const where = { side: 'server', exchange: label } as const;
  const type = made.type ?? (json === undefined ? 'text/event-stream' : 'application/json');
  const headers: HeaderList = [
    ...(status === 202 ? [] : [['Content-Type', type] as const]),
    ...(assigns === undefined ? [] : [['Mcp-Session-Id', assigns] as const]),
  ];
  const text = json === undefined ? '' : JSON.stringify(json);
  const { batched, messages } = messagesIn(text);
  return [
    { kind: 'response', ...where, connection: `c-${label}`, by: 'sut', status, headers },
    ...streamEvents(made),
    ...(text === '' ? [] : [{ kind: 'response-body', ...where, sizeBytes: text.length, text } as const]),
    ...messages.map((message): EventBody => ({
      kind: 'message',
      ...where,
      direction: 'to-client',
      carrier: 'json',
      message,
      batched,
    })),
    ...(end === undefined
      ? []
      : [{ kind: 'response-end', ...where, ending: end, framing, sizeBytes: text.length } as const]),
  ];
}

/** The events of a history in which one exchange follows the other, a millisecond an event. */
export function madeHistory(...steps: readonly Step[]): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  let t = 0;
  const add = (body: EventBody): void => {
    t += 1;
    events.push({ index: events.length, t, ...body });
  };
  for (const step of steps) {
    if ('kind' in step) {
      add(step);
      continue;
    }
    for (const body of requestEvents(step)) add(body);
    for (const body of responseEvents(step)) {
      if (body.kind === 'response-end') t += step.lastsMs ?? 0;
      add(body);
    }
  }
  return events;
}

/** What a checker finds in a made-up history. */
export function findingsIn(
  checker: Checker,
  steps: readonly Step[],
  revision: Revision = '2025-11-25',
): readonly Finding[] {
  return checker.check(viewHistory(madeHistory(...steps)), { revision, lagMs: 0 }).findings;
}

/** Rules and weights of what a checker finds, such as `fail jsonrpc.response.echo-id`. */
export function verdictsIn(checker: Checker, steps: readonly Step[], revision?: Revision): readonly string[] {
  return findingsIn(checker, steps, revision).map(({ severity, rule }) => `${severity} ${rule}`);
}

/** A request of the client or the server. */
export function request(id: unknown, method = 'ping', params?: unknown): Record<string, unknown> {
  return { jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) };
}

/** A result. */
export function result(id: unknown, value: unknown = {}): Record<string, unknown> {
  return { jsonrpc: '2.0', id, result: value };
}

/** An error. */
export function failure(id: unknown, code: unknown = -32600, message: unknown = 'Invalid'): Record<string, unknown> {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** A notification. */
export function notification(method: string, params?: unknown): Record<string, unknown> {
  return { jsonrpc: '2.0', method, ...(params !== undefined && { params }) };
}
