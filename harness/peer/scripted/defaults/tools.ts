import { createHash } from 'node:crypto';
import { isObject } from '../../../wire/jsonrpc.js';
import { blobText } from './blob.js';
import type { MethodCall } from './method-call.js';
import { wait } from './wait.js';

type Arguments = Readonly<Record<string, unknown>>;

/** A tool call that is answered with `isError`; the message is for the client's user. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';
}

/** A probe tool (contracts: probe tools). */
export interface ServedTool {
  readonly description: string;
  /** JSON schemas of the arguments; those that `required` does not name may be left out. */
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  /** Throws {@link ToolFailure}. */
  run(given: Arguments, call: MethodCall): object | Promise<object>;
}

const MAX_WAIT_MS = 60_000;
const MAX_EVENTS = 10_000;
const MAX_PAD_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 64 * 1024 * 1024;
const TEXT = { type: 'string' };

function whole(maximum: number): object {
  return { type: 'integer', minimum: 0, maximum };
}

function textOf(given: Arguments, name: string): string {
  const value = given[name];
  if (typeof value !== 'string') throw new ToolFailure(`${name} must be a string`);
  return value;
}

function numberOf(given: Arguments, name: string, maximum: number, otherwise?: number): number {
  const value = given[name] ?? otherwise;
  const isWhole = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maximum;
  if (!isWhole) throw new ToolFailure(`${name} must be an integer from 0 to ${maximum}`);
  return value;
}

async function emit(given: Arguments, call: MethodCall): Promise<object> {
  const count = numberOf(given, 'count', MAX_EVENTS);
  const intervalMs = numberOf(given, 'intervalMs', MAX_WAIT_MS, 0);
  const pad = 'x'.repeat(numberOf(given, 'payloadBytes', MAX_PAD_BYTES, 0));
  const key = typeof given.key === 'string' ? given.key : '';
  const { stream, signal, params } = call;
  if (stream === undefined) throw new ToolFailure('a batch has no stream');
  const token = isObject(params._meta) ? params._meta.progressToken : undefined;
  for (let seq = 1; seq <= count && !signal.aborted; seq += 1) {
    if (intervalMs > 0) await wait(intervalMs, signal);
    if (token === undefined) {
      stream.notify('notifications/message', { level: 'info', logger: 'faultline', data: { key, seq, pad } });
    } else {
      const message = `${key}:${seq}${pad}`;
      stream.notify('notifications/progress', { progressToken: token, progress: seq, total: count, message });
    }
    await stream.drained();
  }
  return { emitted: count };
}

async function ask(given: Arguments, { stream, session, revision }: MethodCall): Promise<object> {
  const message = textOf(given, 'message');
  if (stream === undefined) throw new ToolFailure('a batch has no stream');
  if (revision < '2025-06-18') throw new ToolFailure('this revision has no elicitation');
  if (session !== undefined && !('elicitation' in session.clientCapabilities))
    throw new ToolFailure('the client did not declare elicitation');
  const requestedSchema = { type: 'object', properties: { answer: TEXT }, required: ['answer'] };
  const result = await stream.ask('elicitation/create', { message, requestedSchema });
  if (!isObject(result)) throw new ToolFailure('the client did not answer with a result');
  const answer = isObject(result.content) ? result.content.answer : undefined;
  return { action: result.action, ...(answer === undefined ? {} : { answer }) };
}

export const TOOLS: Readonly<Record<string, ServedTool>> = {
  faultline_echo: {
    description: 'Answers with the text that it was given',
    properties: { text: TEXT },
    required: ['text'],
    run: (given) => ({ text: textOf(given, 'text') }),
  },
  faultline_add: {
    description: 'Adds 1 to a counter',
    properties: { key: TEXT, delayMs: whole(MAX_WAIT_MS) },
    required: ['key'],
    run: async (given, { state, signal }) => {
      const value = state.executions(textOf(given, 'key'));
      const delayMs = numberOf(given, 'delayMs', MAX_WAIT_MS, 0);
      if (delayMs > 0) await wait(delayMs, signal);
      return { value };
    },
  },
  faultline_read: {
    description: 'Reads a counter',
    properties: { key: TEXT },
    required: ['key'],
    run: (given, { state }) => ({ value: state.executions(textOf(given, 'key')) }),
  },
  faultline_sleep: {
    description: 'Stays silent for a while, then answers',
    properties: { ms: whole(MAX_WAIT_MS), key: TEXT },
    required: ['ms'],
    run: async (given, { signal }) => {
      const ms = numberOf(given, 'ms', MAX_WAIT_MS);
      await wait(ms, signal);
      return { slept: ms };
    },
  },
  faultline_blob: {
    description: 'Answers with a text of a given size in bytes',
    properties: { bytes: whole(MAX_BLOB_BYTES), alphabet: { type: 'string', enum: ['ascii', 'multibyte'] } },
    required: ['bytes'],
    run: (given) => {
      const bytes = numberOf(given, 'bytes', MAX_BLOB_BYTES);
      const text = blobText(bytes, given.alphabet === 'multibyte' ? 'multibyte' : 'ascii');
      return { bytes, sha256: createHash('sha256').update(text).digest('hex'), text };
    },
  },
  faultline_stats: {
    description: 'Counts what the server holds now',
    properties: {},
    required: [],
    run: (_given, { state }) => ({
      sessions: state.sessions.size,
      streams: state.streams(),
      pending: state.pending() - 1,
    }),
  },
  faultline_emit: {
    description: 'Sends numbered notifications that belong to this call, then answers',
    properties: {
      count: whole(MAX_EVENTS),
      intervalMs: whole(MAX_WAIT_MS),
      payloadBytes: whole(MAX_PAD_BYTES),
      key: TEXT,
    },
    required: ['count'],
    run: emit,
  },
  faultline_ask: {
    description: 'Asks the user of the client by elicitation',
    properties: { message: TEXT },
    required: ['message'],
    run: ask,
  },
};
