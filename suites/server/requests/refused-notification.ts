import { copesWith } from '../../../harness/checkers/copes-with.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { refusalHasNoId } from '../../../harness/checkers/refusal-id.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const RULE = 'http.post.rejected-input-error-status';

/** Input without an id that no server can take for a message, whatever it is lenient about. */
const UNUSABLE: Readonly<Record<string, unknown>> = {
  'no-method': { jsonrpc: '2.0' },
  'method-is-a-number': { jsonrpc: '2.0', method: 5 },
  'method-is-an-object': { jsonrpc: '2.0', method: { name: 'notifications/initialized' } },
};

/** Notifications that break JSON-RPC in a way that a lenient server can look past. */
const LENIENTLY_USABLE: Readonly<Record<string, unknown>> = {
  'no-version': { method: 'notifications/initialized' },
  'other-version': { jsonrpc: '1.0', method: 'notifications/initialized' },
  'params-are-a-number': { jsonrpc: '2.0', method: 'notifications/initialized', params: 5 },
};

const all: Readonly<Record<string, unknown>> = { ...UNUSABLE, ...LENIENTLY_USABLE };

export const cases: ServerCase[] = [
  serverCase({
    id: 'requests/notification/malformed-refused',
    title: 'A malformed notification is refused with an error status',
    about:
      'Posts objects without id that are no notifications, and notifications that break JSON-RPC. What cannot be accepted is refused with a 4xx; a 202 would tell the client that it was taken.',
    fix: 'Check each message against JSON-RPC before acknowledging it, and answer 400 when it is none; an error in the body carries no id.',
    requirements: [
      RULE,
      'http.post.rejected-input-body',
      'jsonrpc.error.unreadable-id',
      'guarantee.clean-errors',
      'guarantee.no-hang',
    ],
    reproduces: ['B308'],
    async script(context) {
      const session = await context.connect();
      for (const [label, body] of Object.entries(all)) await context.post(body, { label, session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      // With 200 an error can be told by its body at least.
      ...Object.keys(UNUSABLE).map((label) => copesWith(label, { rule: RULE, allowed: ['4xx'], tolerated: [200] })),
      ...Object.keys(LENIENTLY_USABLE).map((label) =>
        copesWith(label, { rule: RULE, allowed: ['4xx'], tolerated: ['2xx'] }),
      ),
      refusalHasNoId(Object.keys(all)),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'requests/response/unknown-id',
    title: 'A response to nothing is taken or refused, never answered',
    about:
      'Posts a result and an error for a request that the server never made: acknowledged with 202 or refused with a 4xx, and without effect on later calls.',
    fix: 'Ignore a response whose id is unknown (202), or refuse it with 400.',
    requirements: ['http.post.response-202', RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    async script(context) {
      const session = await context.connect();
      await session.respond('no-such-request', {}, { label: 'stray-result' }).ended();
      const error = { jsonrpc: '2.0', id: 'no-such-request', error: { code: -32603, message: 'no such request' } };
      await context.post(error, { label: 'stray-error', session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      copesWith('stray-result', { rule: 'http.post.response-202', allowed: [202, '4xx'] }),
      copesWith('stray-error', { rule: 'http.post.response-202', allowed: [202, '4xx'] }),
      laterCallsWork(['later']),
    ],
  }),
];
