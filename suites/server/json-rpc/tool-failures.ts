import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { Checker } from '../../../harness/checkers/checker.js';
import { gradesOutcome } from '../../../harness/checkers/outcome.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { inputValidationIsResult } from '../../../harness/spec/revisions.js';
import { isObject } from '../../../harness/wire/jsonrpc.js';

/** The call is answered with a result that is flagged as error; where `mayRefuse`, a JSON-RPC error says it as well. */
function flagsFailure(label: string, rule: string, mayRefuse: boolean): Checker {
  return gradesOutcome(label, {
    rule,
    expected: 'is answered with a result that has isError: true',
    grade(outcome) {
      if (outcome.kind === 'error') return mayRefuse ? undefined : {};
      const isFlagged = outcome.kind === 'result' && isObject(outcome.result) && outcome.result['isError'] === true;
      return isFlagged ? undefined : {};
    },
  });
}

async function answerWithError(ctx: ServerContext): Promise<void> {
  const session = await ctx.connect({ serverRequests: 'ignore' });
  const ask = session.callTool('faultline_ask', { message: 'Will you fail?' }, { label: 'ask' });
  const asked = await ask.message('elicitation', (message) => message.method === 'elicitation/create');
  ctx.require(asked, 'the server did not ask');
  const error = { code: -32603, message: 'No user is there', data: { nested: [{ reason: null }, 'text', 1.5] } };
  await ctx.post({ jsonrpc: '2.0', id: asked.id, error }, { label: 'client-error', session }).ended();
  await ask.answer();
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'json-rpc/tool-failures/bad-argument',
    title: 'An argument that a tool cannot use leads to a flagged result',
    about:
      'Calls a tool with an argument out of its bounds. From 2025-11-25 the answer is a result with isError, which a model can read and act on; before, error -32602 is right too.',
    fix: 'Validate arguments inside of the handling of tools/call, and turn what is wrong into a result with isError: true.',
    requirements: ['tools.input-validation-in-result', 'guarantee.no-hang'],
    needs: ['tool:faultline_sleep'],
    async script(ctx) {
      const session = await ctx.connect();
      await session.callTool('faultline_sleep', { ms: -1 }, { label: 'bad-argument' }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: ({ revision }) => [
      flagsFailure('bad-argument', 'tools.input-validation-in-result', !inputValidationIsResult(revision)),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'json-rpc/tool-failures/failing-tool',
    title: 'A failure inside of a tool leads to a flagged result',
    about:
      'Calls a probe tool that cannot work in this revision and so fails. The answer is a result with isError, not a JSON-RPC error and not silence.',
    fix: 'Catch what a tool throws and turn it into a result with isError: true and a text that says what happened.',
    requirements: ['tools.execution-error-in-result', 'guarantee.no-hang'],
    revisions: ['2025-03-26', '2025-06-18'],
    needs: ['tool:faultline_disconnect'],
    async script(ctx) {
      const session = await ctx.connect();
      await session.callTool('faultline_disconnect', {}, { label: 'failing-tool' }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [flagsFailure('failing-tool', 'tools.execution-error-in-result', false), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'json-rpc/tool-failures/client-error-with-data',
    title: 'An error of the client with any data is understood',
    about:
      'Answers a request of the server with an error whose data is a nested object, as JSON-RPC allows. The answer is acknowledged, and the tool that asked comes to an end.',
    fix: 'Take the data of an error as a value of any type, and let the waiting call fail with the code and message of the error.',
    requirements: ['jsonrpc.error.data-any', 'http.post.response-202', 'guarantee.settles'],
    revisions: ['2025-06-18', '2025-11-25'],
    needs: ['tool:faultline_ask', 'sse-answers'],
    script: answerWithError,
    judges: [
      gradesOutcome('client-error', {
        rule: 'jsonrpc.error.data-any',
        expected: 'is acknowledged',
        grade: (outcome) => (outcome.kind === 'accepted' ? undefined : {}),
      }),
      gradesOutcome('ask', { rule: 'guarantee.settles', expected: 'comes to an end', grade: () => undefined }),
    ],
  }),
];
