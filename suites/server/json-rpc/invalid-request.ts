import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { RefusalExpectation } from '../../../harness/checkers/refuses-message.js';
import { refusesMessage } from '../../../harness/checkers/refuses-message.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const INVALID = 'jsonrpc.error.invalid-request';

interface Form {
  readonly message: unknown;
  /** Says in the title what is wrong. */
  readonly what: string;
  /** A rule that is closer to the matter than the general one. */
  readonly rule?: string;
  /** Codes besides -32600 that say it as well. */
  readonly codes?: readonly number[];
  readonly weights?: Pick<RefusalExpectation, 'onResult' | 'onSilence' | 'onOtherCode'>;
}

/** Base JSON-RPC lets a lenient server live with it, so that it is not failed for that. */
const LENIENT = { onResult: 'warn', onSilence: 'warn', onOtherCode: 'warn' } as const;

const FORMS: Readonly<Record<string, Form>> = {
  'no-version-member': {
    message: { id: 99, method: 'ping' },
    what: 'without jsonrpc',
    rule: 'jsonrpc.version-member',
    weights: { onResult: 'warn' },
  },
  'other-version': {
    message: { jsonrpc: '1.0', id: 99, method: 'ping' },
    what: 'with jsonrpc "1.0"',
    rule: 'jsonrpc.version-member',
    weights: { onResult: 'warn' },
  },
  'no-method': { message: { jsonrpc: '2.0', id: 99 }, what: 'without a method' },
  'method-is-a-number': {
    message: { jsonrpc: '2.0', id: 99, method: 5 },
    what: 'whose method is a number',
    rule: 'jsonrpc.request.method-string',
  },
  'method-is-null': {
    message: { jsonrpc: '2.0', id: 99, method: null },
    what: 'whose method is null',
    rule: 'jsonrpc.request.method-string',
  },
  'id-is-null': {
    message: { jsonrpc: '2.0', id: null, method: 'ping' },
    what: 'whose id is null',
    rule: 'jsonrpc.request.id-not-null',
    // Older uses of JSON-RPC took it for a notification.
    weights: { onSilence: 'warn' },
  },
  'id-is-fractional': {
    message: { jsonrpc: '2.0', id: 1.5, method: 'ping' },
    what: 'whose id is a fraction',
    rule: 'jsonrpc.request.id-type',
    weights: LENIENT,
  },
  'id-is-a-boolean': {
    message: { jsonrpc: '2.0', id: true, method: 'ping' },
    what: 'whose id is a boolean',
    rule: 'jsonrpc.request.id-type',
    weights: { onSilence: 'warn' },
  },
  'id-is-an-object': {
    message: { jsonrpc: '2.0', id: { value: 1 }, method: 'ping' },
    what: 'whose id is an object',
    rule: 'jsonrpc.request.id-type',
    weights: { onSilence: 'warn' },
  },
  'params-are-an-array': {
    message: { jsonrpc: '2.0', id: 99, method: 'ping', params: ['a'] },
    what: 'whose params are an array',
    rule: 'jsonrpc.request.params-object',
    codes: [-32602],
  },
  'params-are-a-text': {
    message: { jsonrpc: '2.0', id: 99, method: 'ping', params: 'a' },
    what: 'whose params are a text',
    codes: [-32602],
    weights: LENIENT,
  },
  'empty-object': { message: {}, what: 'that is an empty object' },
  'number-alone': { message: 42, what: 'that is a number' },
  'text-alone': { message: '"ping"', what: 'that is a text' },
  'null-alone': { message: 'null', what: 'that is null' },
  'result-and-error': {
    message: { jsonrpc: '2.0', id: 99, result: {}, error: { code: -32603, message: 'both' } },
    what: 'that is a result and an error',
    rule: 'http.post.rejected-input-error-status',
    // Nobody waits for a response with this id, so a server may drop it unread.
    weights: { onSilence: 'warn' },
  },
};

function formCase(name: string, form: Form): ServerCase {
  const { message, what, rule = INVALID, codes = [], weights = {} } = form;
  return serverCase({
    id: `json-rpc/invalid-request/${name}`,
    title: `A message ${what} is refused with -32600`,
    about:
      'Posts JSON that is not a message of the protocol. It is refused with error -32600 and not worked on; a 4xx that says so otherwise is a warning. The session goes on.',
    fix: 'Check each message against the shapes of JSON-RPC before its method is looked up, and answer 400 with error -32600 when it has none of them.',
    requirements: [...new Set([rule, INVALID]), 'guarantee.recovers', 'guarantee.no-hang', 'guarantee.clean-errors'],
    once: true,
    async script(ctx) {
      const session = await ctx.connect();
      await ctx.post(message, { label: 'message', session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [refusesMessage('message', { rule, codes: [-32600, ...codes], ...weights }), laterCallsWork(['later'])],
  });
}

export const cases: ServerCase[] = Object.entries(FORMS).map(([name, form]) => formCase(name, form));
