import { answersWithStatus } from '../../../harness/checkers/answer-status.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answersBatch, refusesBatchAsOne } from '../../../harness/checkers/batch-answers.js';
import { readsCounter } from '../../../harness/checkers/counter-reading.js';
import { framesResponsesExactly } from '../../../harness/checkers/invariants/framing.js';
import { leavesNotificationsUnanswered } from '../../../harness/checkers/invariants/notifications-unanswered.js';
import { gradesOutcome } from '../../../harness/checkers/outcome.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Revision } from '../../../harness/spec/revisions.js';

const BATCH = ['2025-03-26'] as const;
const AFTERWARDS = ['2025-06-18', '2025-11-25'] as const;
const INVALID_REQUEST = -32600;
const PARSE_ERROR = -32700;

function ping(id: string | number): unknown {
  return { jsonrpc: '2.0', id, method: 'ping' };
}

const CANCELLED = {
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId: 'never-sent', reason: 'nothing to cancel' },
};

type Texts = Pick<ServerCase, 'id' | 'title' | 'about' | 'fix' | 'requirements' | 'judges'>;

/** A case that posts one array, or the beginning of one, and pings afterwards. */
function arrayCase(texts: Texts, body: unknown, revisions: readonly Revision[] = BATCH): ServerCase {
  return serverCase({
    ...texts,
    reproduces: revisions === BATCH ? ['B337'] : ['B336'],
    revisions,
    async script(ctx) {
      const session = await ctx.connect();
      await ctx.post(body, { label: 'batch', session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
  });
}

const HANDLE_MEMBERS =
  'Handle each member of an array as a message of its own and collect the responses; 2025-03-26 obliges every server to receive batches.';
const REFUSE_ARRAYS =
  'Refuse a body that is an array with 400 and error -32600 in every session of 2025-06-18 or later, before any member is looked at.';

async function postCountingBatch(ctx: ServerContext): Promise<void> {
  const key = ctx.nonce('batched');
  const session = await ctx.connect();
  const add = (id: string): unknown => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'faultline_add', arguments: { key } },
  });
  await session.batch([add('first'), add('second')], { label: 'batch' }).ended();
  await session.callTool('faultline_read', { key }, { label: 'read' }).answer();
}

export const cases: ServerCase[] = [
  arrayCase(
    {
      id: 'json-rpc/batch/mixed',
      title: 'A batch of requests and a notification is executed',
      about:
        'Posts two requests and a notification as one array. Each request is answered once, under ids of either type, and the notification is not.',
      fix: HANDLE_MEMBERS,
      requirements: ['jsonrpc.batch.receive', 'jsonrpc.batch.response-set'],
      judges: [
        answersBatch('batch', { rule: 'jsonrpc.batch.receive', results: ['text', 41], invalid: 0 }),
        laterCallsWork(['later']),
      ],
    },
    [ping('text'), CANCELLED, ping(41)],
  ),
  arrayCase(
    {
      id: 'json-rpc/batch/one-member',
      title: 'A batch of one request is executed',
      about: 'Posts an array with a single request. It is answered like any other batch.',
      fix: HANDLE_MEMBERS,
      requirements: ['jsonrpc.batch.receive', 'jsonrpc.batch.response-set'],
      judges: [
        answersBatch('batch', { rule: 'jsonrpc.batch.receive', results: [40], invalid: 0 }),
        laterCallsWork(['later']),
      ],
    },
    [ping(40)],
  ),
  arrayCase(
    {
      id: 'json-rpc/batch/notifications-only',
      title: 'A batch of notifications is acknowledged with 202 and an empty body',
      about:
        'Posts two notifications as one array. No response is due, so that nothing is sent: no empty array, no stream.',
      fix: 'Answer 202 without a body where no member of the batch is a request.',
      requirements: ['jsonrpc.batch.no-empty-reply', 'jsonrpc.notification.no-response', 'http.post.notification-202'],
      judges: [
        answersWithStatus('batch', 'jsonrpc.batch.no-empty-reply', { allowed: [202] }),
        framesResponsesExactly(),
        leavesNotificationsUnanswered(),
        laterCallsWork(['later']),
      ],
    },
    [CANCELLED, CANCELLED],
  ),
  arrayCase(
    {
      id: 'json-rpc/batch/empty',
      title: 'An empty batch is refused with one error -32600',
      about: 'Posts an empty array. The answer is a single error object, not an array.',
      fix: 'Refuse an array without members with error -32600 and id null.',
      requirements: ['jsonrpc.batch.empty-or-unparseable'],
      judges: [
        refusesBatchAsOne('batch', 'jsonrpc.batch.empty-or-unparseable', INVALID_REQUEST),
        laterCallsWork(['later']),
      ],
    },
    [],
  ),
  arrayCase(
    {
      id: 'json-rpc/batch/truncated',
      title: 'A truncated batch is refused with one error -32700',
      about: 'Posts the beginning of an array. The answer is a single parse error, and no member is executed.',
      fix: 'Parse the whole body before any member is executed, and answer a failure with a single error -32700.',
      requirements: ['jsonrpc.batch.empty-or-unparseable', 'jsonrpc.error.parse-error'],
      judges: [
        refusesBatchAsOne('batch', 'jsonrpc.batch.empty-or-unparseable', PARSE_ERROR),
        laterCallsWork(['later']),
      ],
    },
    `[${JSON.stringify(ping(1))},{"jsonrpc":"2.0","id":2,"meth`,
  ),
  arrayCase(
    {
      id: 'json-rpc/batch/invalid-members',
      title: 'Each malformed member of a batch gets an error of its own',
      about:
        'Posts a request between a number and an empty object. The request is answered, and each of the others with error -32600 and id null. Refusing the whole batch with a 4xx is a warning.',
      fix: 'Answer a member that is no message with error -32600 and id null, and go on with the next one.',
      requirements: ['jsonrpc.batch.invalid-members', 'jsonrpc.batch.response-set'],
      judges: [
        answersBatch('batch', { rule: 'jsonrpc.batch.invalid-members', results: ['good'], invalid: 2 }),
        laterCallsWork(['later']),
      ],
    },
    [1, ping('good'), {}],
  ),
  arrayCase(
    {
      id: 'json-rpc/batch/after-removal',
      title: 'An array is refused, and no member of it executed, after 2025-03-26',
      about:
        'Posts two pings as one array in a session whose revision has no batches. It is refused with error -32600; executing all of it is a warning, executing a part of it a failure.',
      fix: REFUSE_ARRAYS,
      requirements: [
        'lifecycle.operate.respect-version',
        'jsonrpc.error.invalid-request',
        'guarantee.no-hang',
        'guarantee.clean-errors',
      ],
      judges: [
        gradesOutcome('batch', {
          rule: 'lifecycle.operate.respect-version',
          expected: `is refused with error ${INVALID_REQUEST}`,
          otherRules: ['guarantee.clean-errors'],
          grade(outcome, view) {
            if (outcome.status >= 500) return { rule: 'guarantee.clean-errors' };
            const results =
              view.exchange('batch')?.server.messages.filter(({ message }) => message.kind === 'result') ?? [];
            if (results.length > 0) return results.length === 2 ? { severity: 'warn' } : {};
            if (outcome.kind === 'accepted') return {};
            return outcome.kind === 'error' && outcome.code === INVALID_REQUEST ? undefined : { severity: 'warn' };
          },
        }),
        laterCallsWork(['later']),
      ],
    },
    [ping('first'), ping('second')],
    AFTERWARDS,
  ),
  serverCase({
    id: 'json-rpc/batch/refused-and-not-executed',
    title: 'An array that is refused has no effect',
    about:
      'Posts two calls that count as one array where the revision has no batches, and reads the counter. If the array was refused, the counter stands at zero.',
    fix: REFUSE_ARRAYS,
    requirements: ['lifecycle.operate.respect-version', 'guarantee.at-most-once'],
    reproduces: ['B336'],
    revisions: AFTERWARDS,
    needs: ['tool:faultline_add', 'tool:faultline_read'],
    script: postCountingBatch,
    judges: [readsCounter('read', 'batch')],
  }),
];
