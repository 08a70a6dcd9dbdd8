import { printableLine } from './printable.js';
import type { ReportEvent } from './report-events.js';

const TEXT_SHOWN = 60;

function field(event: ReportEvent, name: string): string {
  const value = event[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function short(text: string): string {
  const line = printableLine(text);
  return line.length > TEXT_SHOWN ? `${line.slice(0, TEXT_SHOWN)}…` : line;
}

/** A text with quotes around it, unless it has some itself: escaped ones are hard to read. */
function quoted(name: string, value: unknown): string {
  if (typeof value !== 'string') return '';
  const text = short(value);
  return text.includes('"') ? ` ${name} ${text}` : ` ${name} "${text}"`;
}

/** Value of a header in an event's list of [name, value]. */
function header(event: ReportEvent, name: string): string | undefined {
  const list: readonly unknown[] = Array.isArray(event['headers']) ? event['headers'] : [];
  for (const pair of list) {
    if (!Array.isArray(pair)) continue;
    const [key, value] = pair as readonly unknown[];
    if (typeof key === 'string' && typeof value === 'string' && key.toLowerCase() === name) return value;
  }
  return undefined;
}

function describeConnection(event: ReportEvent): string {
  const names: Readonly<Record<string, string>> = {
    fin: 'FIN',
    rst: 'RST',
    open: 'connection open',
    refused: 'connection refused',
  };
  const what = field(event, 'what');
  const detail = field(event, 'detail');
  return `${names[what] ?? `connection ${what}`} (${field(event, 'connection')})${detail === '' ? '' : ` ${detail}`}`;
}

function describeRequest(event: ReportEvent): string {
  const resumed = header(event, 'last-event-id');
  const session = header(event, 'mcp-session-id');
  return [
    `${field(event, 'method')} ${field(event, 'target')}`,
    resumed === undefined ? '' : quoted('Last-Event-ID', resumed),
    session === undefined ? '' : ` session ${short(session)}`,
  ].join('');
}

function describeResponse(event: ReportEvent): string {
  const type = header(event, 'content-type');
  const session = header(event, 'mcp-session-id');
  return `${field(event, 'status')}${type === undefined ? '' : ` ${type}`}${session === undefined ? '' : `, session ${short(session)}`}`;
}

function describeMessage(event: ReportEvent): string {
  const message = object(event['message']);
  const id = message['id'] === undefined ? '' : ` id ${JSON.stringify(message['id'])}`;
  const method = typeof message['method'] === 'string' ? ` ${message['method']}` : '';
  const code = message['code'] === undefined ? '' : ` ${JSON.stringify(message['code'])}`;
  const kind = typeof message['kind'] === 'string' ? message['kind'] : 'message';
  return `${kind}${method}${code}${id}`;
}

function describeSse(event: ReportEvent): string {
  const block = object(event['event']);
  const parts = [quoted('id', block['id']), quoted('event', block['event'])];
  const data =
    typeof block['data'] === 'string' && block['data'] !== '' ? quoted('data', block['data']) : ' without data';
  return `SSE event${parts.join('')}${data}`;
}

function describeEnd(event: ReportEvent): string {
  const endings: Readonly<Record<string, string>> = {
    complete: 'response complete',
    fin: 'response cut short by FIN',
    rst: 'response cut short by RST',
    link: 'response ended by the fault',
    abandoned: 'response abandoned',
  };
  return `${endings[field(event, 'ending')] ?? 'response ended'} after ${field(event, 'sizeBytes')} bytes`;
}

function describeProbe(event: ReportEvent): string {
  const name = field(event, 'name');
  switch (event['what']) {
    case 'deadline':
      return `waited ${field(event, 'waitedMs')} ms in vain for ${name}`;
    case 'lag':
      return `held up: ${name}`;
    case 'fact':
      return `${name} = ${short(event['value'] === undefined ? 'nothing' : JSON.stringify(event['value']))}`;
    default:
      return `${field(event, 'what')}: ${name}`;
  }
}

/** What passed between the harness and the client under test. */
function describeClient(event: ReportEvent): string {
  const value = object(event['value']);
  const named = `${field(event, 'client')} ${field(event, 'label')}`.trim();
  switch (event['what']) {
    case 'operation':
      return `told ${named}: ${field(event, 'op')} ${short(JSON.stringify(value))}`;
    case 'answer':
      return `${named} ${value['ok'] === true ? 'succeeded' : 'failed'} ${short(JSON.stringify(value['result'] ?? value['error'] ?? null))}`;
    case 'event':
      return `${named} says ${short(JSON.stringify(value))}`;
    case 'exit':
      return `${named} ended with ${field(event, 'signal') || `status ${field(event, 'status')}`}`;
    default:
      return `${named} ${field(event, 'what')}${quoted('text', event['text'])}`;
  }
}

/** What happened, in a few words on one line; safe to print whatever a server sent. */
export function describeEvent(event: ReportEvent): string {
  return printableLine(wordsFor(event));
}

function wordsFor(event: ReportEvent): string {
  switch (event.kind) {
    case 'connection':
      return describeConnection(event);
    case 'request':
      return describeRequest(event);
    case 'request-body':
      return `body of ${field(event, 'sizeBytes')} bytes${event['complete'] === false ? ', incomplete' : ''}${quoted('text', event['text'])}`;
    case 'response':
      return describeResponse(event);
    case 'data':
      return `${field(event, 'sizeBytes')} bytes`;
    case 'sse':
      return describeSse(event);
    case 'comment':
      return `SSE comment${quoted('text', event['text'])}`;
    case 'message':
      return describeMessage(event);
    case 'response-body':
      return `body of ${field(event, 'sizeBytes')} bytes${quoted('text', event['text'])}`;
    case 'response-end':
      return describeEnd(event);
    case 'problem':
      return `${field(event, 'code')}: ${field(event, 'message')}`;
    case 'fault':
      return `fault ${field(event, 'fault')} ${field(event, 'status')} ${field(event, 'detail')}`;
    case 'probe':
      return describeProbe(event);
    case 'client':
      return describeClient(event);
    case 'omitted':
      return `(${field(event, 'count')} events left out)`;
  }
}
