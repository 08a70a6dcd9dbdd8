import type { Severity } from '../checker.js';
import { isDefinedErrorCode } from '../../spec/error-codes.js';
import type { Revision } from '../../spec/revisions.js';
import { isObject } from '../../wire/jsonrpc.js';
import { oneLine } from '../describe.js';

/** One way in which a message is not what it should be. */
export interface MessageFlaw {
  readonly rule: string;
  readonly expected: string;
  readonly seen: string;
  readonly severity?: Severity;
}

/** Rules that {@link messageFlaws} may name. */
export const MESSAGE_RULES = [
  'jsonrpc.follow-2.0',
  'jsonrpc.version-member',
  'jsonrpc.request.id-type',
  'jsonrpc.request.id-not-null',
  'jsonrpc.request.method-string',
  'jsonrpc.request.params-object',
  'jsonrpc.method.rpc-prefix-reserved',
  'jsonrpc.notification.no-id',
  'jsonrpc.response.echo-id',
  'jsonrpc.response.result-xor-error',
  'jsonrpc.error.code-and-message',
  'jsonrpc.error.code-integer',
  'jsonrpc.error.message-concise',
  'jsonrpc.error.app-code-range',
] as const;

type Members = Readonly<Record<string, unknown>>;

/** Longer than any sentence; what is longer is a dump. */
const CONCISE_LENGTH = 500;

function shown(value: unknown): string {
  return value === undefined ? 'missing' : oneLine(JSON.stringify(value));
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || Number.isInteger(value);
}

function idFlaws(id: unknown, method: unknown): MessageFlaw[] {
  if (typeof method === 'string' && method.startsWith('notifications/')) {
    const expected = 'a notification has no id';
    return [{ rule: 'jsonrpc.notification.no-id', expected, seen: `${method} with id ${shown(id)}` }];
  }
  if (id === null) {
    const expected = 'the id of a request is not null';
    return [{ rule: 'jsonrpc.request.id-not-null', expected, seen: `request ${shown(method)} with id null` }];
  }
  if (isId(id)) return [];
  const expected = 'the id of a request is a string or an integer';
  return [{ rule: 'jsonrpc.request.id-type', expected, seen: `request ${shown(method)} with id ${shown(id)}` }];
}

function callFlaws(message: Members): MessageFlaw[] {
  const { method, params } = message;
  const flaws: MessageFlaw[] = [];
  if (typeof method !== 'string') {
    const expected = 'a method is named by a string';
    flaws.push({ rule: 'jsonrpc.request.method-string', expected, seen: `method ${shown(method)}` });
  } else if (method.startsWith('rpc.')) {
    const expected = 'no method begins with "rpc."';
    flaws.push({ rule: 'jsonrpc.method.rpc-prefix-reserved', expected, seen: `method ${shown(method)}` });
  }
  if (params !== undefined && !isObject(params)) {
    const expected = 'params are an object';
    flaws.push({
      rule: 'jsonrpc.request.params-object',
      expected,
      seen: `params ${shown(params)} of ${shown(method)}`,
    });
  }
  if ('result' in message || 'error' in message) {
    const expected = 'a message with a method has neither result nor error';
    flaws.push({ rule: 'jsonrpc.follow-2.0', expected, seen: shown(message) });
  }
  if ('id' in message) flaws.push(...idFlaws(message['id'], method));
  return flaws;
}

function codeFlaws(code: unknown, revision: Revision): MessageFlaw[] {
  if (typeof code !== 'number' || !Number.isInteger(code)) {
    const rule = code === undefined ? 'jsonrpc.error.code-and-message' : 'jsonrpc.error.code-integer';
    return [{ rule, expected: 'an error has an integer code', seen: `code ${shown(code)}` }];
  }
  // JSON-RPC leaves -32099 to -32000 to implementations; below that only its own codes may be used.
  if (code < -32768 || code > -32100 || isDefinedErrorCode(code, revision)) return [];
  const expected = 'a code from -32768 to -32100 is one that JSON-RPC defines';
  return [{ rule: 'jsonrpc.error.app-code-range', expected, seen: `code ${code}` }];
}

function textFlaws(text: unknown): MessageFlaw[] {
  if (typeof text !== 'string') {
    const expected = 'an error has a text as message';
    return [{ rule: 'jsonrpc.error.code-and-message', expected, seen: `message ${shown(text)}` }];
  }
  const isDump = /\r|\n/.test(text.trim()) || text.length > CONCISE_LENGTH;
  if (!isDump) return [];
  const expected = 'an error message is one short sentence';
  const lines = text.split(/\r\n|\r|\n/).length;
  const seen = `${text.length} characters on ${lines} line(s): "${oneLine(text)}"`;
  return [{ rule: 'jsonrpc.error.message-concise', expected, seen }];
}

function errorFlaws(error: unknown, revision: Revision): MessageFlaw[] {
  if (isObject(error)) return [...codeFlaws(error['code'], revision), ...textFlaws(error['message'])];
  const expected = 'an error is an object with a code and a message';
  return [{ rule: 'jsonrpc.error.code-and-message', expected, seen: `error ${shown(error)}` }];
}

function responseFlaws(message: Members, revision: Revision): MessageFlaw[] {
  const { id, result, error } = message;
  const flaws: MessageFlaw[] = [];
  if ('result' in message && 'error' in message) {
    const expected = 'a response has either a result or an error';
    flaws.push({ rule: 'jsonrpc.response.result-xor-error', expected, seen: `both in the response to ${shown(id)}` });
  }
  if ('error' in message && error !== null) flaws.push(...errorFlaws(error, revision));
  else if (!isObject(result)) {
    const expected = 'a result is an object';
    flaws.push({ rule: 'jsonrpc.follow-2.0', expected, seen: `result ${shown(result)} of ${shown(id)}` });
  }
  const mayLackId = 'error' in message && error !== null && (id === undefined || id === null);
  if (!isId(id) && !mayLackId) {
    const expected = 'a response has the id of its request, a string or an integer';
    flaws.push({ rule: 'jsonrpc.response.echo-id', expected, seen: `id ${shown(id)}` });
  }
  return flaws;
}

/**
 * Everything that is wrong with one message of a server by JSON-RPC 2.0 (sections 4 and 5) and the base protocol
 * (basic, Messages). Whether an id is the right one is not looked at.
 */
export function messageFlaws(value: unknown, revision: Revision): readonly MessageFlaw[] {
  if (!isObject(value)) {
    return [{ rule: 'jsonrpc.follow-2.0', expected: 'a message is a JSON object', seen: shown(value) }];
  }
  const flaws: MessageFlaw[] = [];
  if (value['jsonrpc'] !== '2.0') {
    const seen = `jsonrpc ${shown(value['jsonrpc'])}`;
    flaws.push({ rule: 'jsonrpc.version-member', expected: 'each message says jsonrpc "2.0"', seen });
  }
  if ('method' in value) flaws.push(...callFlaws(value));
  else if ('result' in value || 'error' in value) flaws.push(...responseFlaws(value, revision));
  else {
    const expected = 'a message has a method, a result or an error';
    flaws.push({ rule: 'jsonrpc.follow-2.0', expected, seen: shown(value) });
  }
  return flaws;
}
