import type { HistoryEvent } from './events.js';
import type { Redactor } from './redact.js';

type FieldType = 'string' | 'number' | 'boolean' | 'object' | 'array';

/** The fields without which an event of a kind can't be judged. */
const FIELDS: Readonly<Record<HistoryEvent['kind'], Readonly<Record<string, FieldType>>>> = {
  connection: { side: 'string', connection: 'string', what: 'string', from: 'string' },
  request: {
    side: 'string',
    connection: 'string',
    exchange: 'string',
    method: 'string',
    target: 'string',
    headers: 'array',
  },
  'request-body': { side: 'string', exchange: 'string', sizeBytes: 'number', complete: 'boolean', text: 'string' },
  response: {
    side: 'string',
    connection: 'string',
    exchange: 'string',
    by: 'string',
    status: 'number',
    headers: 'array',
  },
  data: { side: 'string', exchange: 'string', offset: 'number', sizeBytes: 'number' },
  sse: { side: 'string', exchange: 'string', event: 'object' },
  comment: { side: 'string', exchange: 'string', text: 'string' },
  message: {
    side: 'string',
    exchange: 'string',
    direction: 'string',
    carrier: 'string',
    message: 'object',
    batched: 'boolean',
  },
  'response-body': { side: 'string', exchange: 'string', sizeBytes: 'number', text: 'string' },
  'response-end': { side: 'string', exchange: 'string', ending: 'string', framing: 'string', sizeBytes: 'number' },
  problem: { side: 'string', layer: 'string', code: 'string', message: 'string', offset: 'number' },
  fault: { fault: 'string', status: 'string' },
  probe: { what: 'string', name: 'string' },
  client: { client: 'string', what: 'string' },
};

/** A kept history that can't be read; the message names line and reason. */
export class HistoryFormatError extends Error {
  override readonly name = 'HistoryFormatError';
}

/** A history as JSON Lines, one event a line, each line ended by LF, without credentials. */
export function writeHistory(events: readonly HistoryEvent[], redactor: Redactor): string {
  return events.map((event) => `${JSON.stringify(redactor.event(event))}\n`).join('');
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isKind(kind: unknown): kind is HistoryEvent['kind'] {
  return typeof kind === 'string' && Object.hasOwn(FIELDS, kind);
}

function fieldProblem(
  event: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, FieldType>>,
): string | undefined {
  for (const [name, type] of Object.entries(fields)) {
    const found = typeOf(event[name]);
    if (found !== type) return `"${name}" must be of type ${type}, found ${found}`;
  }
  return undefined;
}

/** Why a parsed line is no event that may follow one of index `previous`, or undefined when it is one. */
function lineProblem(value: unknown, previous: number): string | undefined {
  if (typeOf(value) !== 'object') return `an event must be a JSON object, found ${typeOf(value)}`;
  const event = value as Readonly<Record<string, unknown>>;
  const base = fieldProblem(event, { index: 'number', t: 'number', kind: 'string' });
  if (base !== undefined) return base;
  if (!isKind(event.kind)) return `unknown kind of event ${JSON.stringify(event.kind)}`;
  if (!Number.isInteger(event.index) || Number(event.index) <= previous)
    return '"index" must be a whole number that rises';
  return fieldProblem(event, FIELDS[event.kind]);
}

function parseLine(line: string): { readonly value: unknown } | { readonly reason: string } {
  try {
    return { value: JSON.parse(line) as unknown };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads a kept history. Empty lines are allowed. Throws {@link HistoryFormatError} for the first line that is wrong. */
export function readHistory(text: string): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  for (const [position, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if ('reason' in parsed) throw new HistoryFormatError(`line ${position + 1}: not JSON: ${parsed.reason}`);
    const problem = lineProblem(parsed.value, events.at(-1)?.index ?? -1);
    if (problem !== undefined) throw new HistoryFormatError(`line ${position + 1}: ${problem}`);
    events.push(parsed.value as HistoryEvent);
  }
  return events;
}
