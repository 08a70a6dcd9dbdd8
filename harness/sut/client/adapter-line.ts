import type { NoiseCode } from '../../history/events.js';
import { isRevision } from '../../spec/revisions.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { OperationError, OperationOutcome } from './driven-client.js';
import { CLIENT_OPS } from './profile.js';
import type { AdapterHello, ClientOp } from './profile.js';

/** How the operation of an id stands: written and not answered, answered, or never written. */
export type Standing = 'pending' | 'answered' | 'unknown';

/** What the harness knows of an adapter when it reads a line of it. */
export interface LineContext {
  /** Whether its ready line was read already. */
  readonly isReady: boolean;
  /** `null`: the lines that it was not meant to be able to read. */
  standing(id: number | null): Standing;
}

/** What one output line of an adapter is. */
export type AdapterLine =
  | { readonly kind: 'ready'; readonly hello: AdapterHello }
  | { readonly kind: 'answer'; readonly id: number | null; readonly outcome: OperationOutcome; readonly value: unknown }
  | { readonly kind: 'event'; readonly event: string; readonly value: unknown }
  | Noise;

/** A line that the contract does not have. */
export interface Noise {
  readonly kind: 'noise';
  readonly code: NoiseCode;
  /** What is wrong with it, as one sentence without its full stop. */
  readonly reason: string;
  /** The operation that it wanted to answer, where it names one. */
  readonly id?: number;
}

type Json = Readonly<Record<string, unknown>>;

/** Events of the contract that come after `ready` (contracts: client adapter, "Events"). */
const EVENTS: ReadonlySet<string> = new Set([
  'notification',
  'error',
  'closed',
  'reconnecting',
  'reconnected',
  'listen-ended',
]);

function noise(code: NoiseCode, reason: string, id?: number): Noise {
  return { kind: 'noise', code, reason, ...(id !== undefined && { id }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}

function isClientOp(text: string): text is ClientOp {
  return CLIENT_OPS.some((op) => op === text);
}

function readReady(line: Json): AdapterLine {
  const { name, version } = line;
  const ops = textsOf(line['ops']);
  const revisions = textsOf(line['revisions']);
  const transports = textsOf(line['transports']);
  if (typeof name !== 'string' || typeof version !== 'string')
    return noise('bad-ready', 'the ready line has no name or no version');
  if (ops === undefined || revisions === undefined || transports === undefined)
    return noise('bad-ready', 'the ready line lacks a list of strings: ops, revisions or transports');
  const strange = ops.find((op) => !isClientOp(op) || op === 'run');
  if (strange !== undefined)
    return noise('bad-ready', `the ready line claims an operation that there is not: ${JSON.stringify(strange)}`);
  // A revision or a transport that the harness does not know may well be one that it is too old for.
  return {
    kind: 'ready',
    hello: { name, version, ops: ops.filter(isClientOp), revisions: revisions.filter(isRevision), transports },
  };
}

function readEvent(line: Json, event: string, { isReady }: LineContext): AdapterLine {
  if (event === 'ready') return isReady ? noise('second-ready', 'ready was said before') : readReady(line);
  if (EVENTS.has(event)) return { kind: 'event', event, value: line };
  return noise('unknown-event', `there is no event ${JSON.stringify(event)}`);
}

function readError(error: unknown): OperationError | undefined {
  if (!isObject(error) || typeof error['message'] !== 'string') return undefined;
  const { message, code, status, name } = error;
  return {
    message,
    ...(typeof code === 'number' && { code }),
    ...(typeof status === 'number' && { status }),
    ...(typeof name === 'string' && { name }),
  };
}

/** What an answer says, or what it lacks. */
function readOutcome({ ok, result, error }: Json): OperationOutcome | string {
  if (ok === true) return isObject(result) ? { kind: 'ok', result } : 'the answer is ok and has no result object';
  if (ok !== false) return 'the answer has no ok, true or false';
  const read = readError(error);
  return read === undefined
    ? 'the answer is not ok and has no error with a message string'
    : { kind: 'failed', error: read };
}

function readAnswer(line: Json, context: LineContext): AdapterLine {
  const { id } = line;
  const isNumber = typeof id === 'number' && Number.isSafeInteger(id);
  if (id !== null && !isNumber) return noise('unknown-id', 'the id of the answer is no integer');
  const named = isNumber ? id : undefined;
  switch (context.standing(id)) {
    case 'unknown':
      return id === null
        ? noise('unknown-id', 'a line that can be read was answered as one that cannot')
        : noise('unknown-id', `nothing with the id ${id} was asked`, named);
    case 'answered':
      return noise('answered-twice', `the operation ${id ?? 'null'} was answered before`, named);
    case 'pending': {
      const outcome = readOutcome(line);
      if (typeof outcome === 'string') return noise('bad-answer', outcome, named);
      const value = Object.fromEntries(Object.entries(line).filter(([member]) => member !== 'id'));
      return { kind: 'answer', id, outcome, value };
    }
  }
}

/** Reads one output line of an adapter. Pure; never throws. */
export function readAdapterLine(text: string, context: LineContext): AdapterLine {
  const line = parse(text);
  if (!isObject(line)) return noise('bad-json', 'the line is no JSON object');
  const { event } = line;
  if ('id' in line && event === undefined) return readAnswer(line, context);
  if (typeof event === 'string' && !('id' in line)) return readEvent(line, event, context);
  return noise('unknown-shape', 'the line is neither an answer with an id nor an event without one');
}
