import {
  answersServer,
  refusesUndeclared,
  isNoElicitResult,
  isNoEmptyResult,
  lacksCode,
} from '../../../harness/checkers/client/answers-server.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { JsonRpcId } from '../../../harness/wire/jsonrpc.js';
import { textResult } from '../../support/client/tool-results.js';

/** A request that a server makes in the middle of a call. */
interface Question {
  readonly id: JsonRpcId;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

const FORM = { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] };

/** Features that a client may have left undeclared, and what a server asks for them by. */
const UNDECLARED = [
  { feature: 'roots', rule: 'roots.unsupported', question: { id: 'roots-1', method: 'roots/list' } },
  {
    feature: 'sampling',
    rule: 'sampling.client-errors',
    question: {
      id: 'sampling-1',
      method: 'sampling/createMessage',
      params: { messages: [{ role: 'user', content: { type: 'text', text: 'well?' } }], maxTokens: 1 },
    },
  },
] as const;

/** Answers the call only when all questions are answered, or have been waited for in vain. */
function asking(context: ClientContext, questions: readonly Question[]): void {
  const { server, answerDeadlineMs } = context;
  server.on(
    { rpc: 'tools/call' },
    async (exchange) => {
      exchange.stream();
      for (const { id, method, params } of questions) {
        exchange.send({ jsonrpc: '2.0', id, method, ...(params && { params }) });
      }
      await Promise.all(
        questions.map(({ id }) =>
          server.arrival(`reply to ${id}`, { where: ({ message }) => message?.id === id }, 1, answerDeadlineMs * 0.5),
        ),
      );
      await exchange.finish(textResult('asked'));
    },
    { times: 1 },
  );
}

async function callAsked(context: ClientContext, ...questions: readonly Question[]): Promise<void> {
  await context.connected();
  asking(context, questions);
  await context.call('faultline_echo', { text: 'asked' }, { label: 'call' }).outcome();
  await context.call('faultline_echo', { text: 'after' }, { label: 'next' }).outcome();
}

const GOES_ON = returnsText('next', 'after', 'guarantee.recovers', 'after the question');
const CALL_ENDS = returnsText('call', 'asked', 'guarantee.settles', 'once its question is answered');

export const cases: ClientCase[] = [
  clientCase({
    id: 'server-messages/requests/ping',
    title: 'A ping in the middle of a call is answered at once',
    about:
      'Sends a ping on the stream of a call and the result of the call only after the answer: a client that answers when the call is over waits for ever.',
    fix: 'Answer requests of the server as they are read, in a POST of their own, while the call goes on.',
    requirements: ['ping.respond', 'guarantee.settles'],
    reproduces: ['B062', 'B099', 'B176'],
    needs: ['op:callTool'],
    once: true,
    script: (context) => callAsked(context, { id: 'ping-1', method: 'ping' }),
    judges: [
      answersServer('ping-1', { rule: 'ping.respond', expected: 'with an empty result', flaw: isNoEmptyResult }),
      CALL_ENDS,
      GOES_ON,
    ],
  }),
  clientCase({
    id: 'server-messages/requests/ping-on-get-stream',
    title: 'A ping on the GET stream is answered',
    about: 'Sends a ping on the stream that the client opened by GET.',
    fix: 'Read requests on every stream alike.',
    requirements: ['ping.respond'],
    reproduces: ['B099'],
    needs: ['get-stream', 'op:callTool'],
    once: true,
    server: { offersGetStream: true },
    async script(context: ClientContext) {
      const { server, answerDeadlineMs } = context;
      await context.connected();
      await server.arrival('the GET stream', { method: 'GET' });
      context.require(server.push({ jsonrpc: '2.0', id: 'ping-2', method: 'ping' }), 'there is no open GET stream');
      await server.arrival(
        'reply to ping-2',
        { where: ({ message }) => message?.id === 'ping-2' },
        1,
        answerDeadlineMs,
      );
      await context.call('faultline_echo', { text: 'after' }, { label: 'next' }).outcome();
    },
    judges: [
      answersServer('ping-2', { rule: 'ping.respond', expected: 'with an empty result', flaw: isNoEmptyResult }),
      GOES_ON,
    ],
  }),
  clientCase({
    id: 'server-messages/requests/ids',
    title: 'Replies have the very id of their request',
    about: 'Sends pings with the ids 0, "0", a long text and a large integer in the middle of a call.',
    fix: 'Keep the id of a request as it was parsed. 0 is an id, and a text of digits is no number.',
    requirements: ['jsonrpc.response.echo-id'],
    reproduces: ['B185'],
    needs: ['op:callTool'],
    once: true,
    script: (context) =>
      callAsked(
        context,
        ...[0, '0', 'x'.repeat(300), Number.MAX_SAFE_INTEGER].map((id): Question => ({ id, method: 'ping' })),
      ),
    judges: [0, '0', 'x'.repeat(300), Number.MAX_SAFE_INTEGER].map((id) =>
      answersServer(id, { rule: 'jsonrpc.response.echo-id', expected: 'with its own id' }),
    ),
  }),
  clientCase({
    id: 'server-messages/requests/unknown-method',
    title: 'A request that the client does not know is refused by its code',
    about: 'Asks for a method that does not exist in the middle of a call.',
    fix: 'Answer requests that you have no handler for with error -32601, so that the server does not wait.',
    requirements: ['jsonrpc.error.method-not-found', 'guarantee.settles'],
    needs: ['op:callTool'],
    once: true,
    script: (context) => callAsked(context, { id: 'unknown-1', method: 'faultline/unknown' }),
    judges: [
      answersServer('unknown-1', {
        rule: 'jsonrpc.error.method-not-found',
        expected: 'with error -32601',
        flaw: lacksCode(-32601),
      }),
      CALL_ENDS,
      GOES_ON,
    ],
  }),
  clientCase({
    id: 'server-messages/requests/undeclared-features',
    title: 'Requests for features that were not declared are refused',
    about: 'Asks for roots and for sampling in the middle of a call, whichever of them the client did not declare.',
    fix: 'Answer requests for what you did not declare with an error (-32601, for a mode of elicitation -32602), so that the server does not wait.',
    requirements: ['roots.unsupported', 'sampling.client-errors', 'guarantee.settles'],
    needs: ['op:callTool'],
    revisions: ['2025-11-25'],
    async script(context) {
      const { capabilities } = context.offers;
      await callAsked(
        context,
        ...UNDECLARED.filter(({ feature }) => capabilities[feature] === undefined).map(({ question }) => question),
      );
    },
    judges: [
      refusesUndeclared(UNDECLARED.map(({ question, rule }) => ({ id: question.id, rule }))),
      CALL_ENDS,
      GOES_ON,
    ],
  }),
  clientCase({
    id: 'server-messages/requests/url-elicitation',
    title: 'Elicitation by URL is refused by a client that declared forms alone',
    about: 'Asks a client that declared elicitation in form mode for elicitation by URL.',
    fix: 'Answer a mode that you did not declare with -32602.',
    requirements: ['elicitation.undeclared-mode'],
    needs: ['op:callTool', 'elicitation'],
    revisions: ['2025-11-25'],
    async script(context) {
      const { elicitation } = context.offers.capabilities;
      const declaresUrl = typeof elicitation === 'object' && elicitation !== null && 'url' in elicitation;
      context.fact('declares URL mode', declaresUrl);
      await callAsked(context, {
        id: 'url-1',
        method: 'elicitation/create',
        params: { mode: 'url', message: 'well?', url: 'https://faultline.invalid/', elicitationId: 'one' },
      });
    },
    judges: [
      answersServer('url-1', {
        rule: 'elicitation.undeclared-mode',
        expected: 'with error -32602, unless URL mode was declared',
        flaw: (reply, view) =>
          view.probes.some(({ name, value }) => name === 'declares URL mode' && value === true)
            ? undefined
            : lacksCode(-32602)(reply),
      }),
    ],
  }),
  clientCase({
    id: 'server-messages/requests/elicitation',
    title: 'An elicitation in the middle of a call is answered while the call waits',
    about:
      'Asks a client that declared elicitation, on the stream of its call, and ends the call only after the answer. Any action is right.',
    fix: 'Handle requests of the server beside the call that is under way.',
    requirements: ['jsonrpc.response.required', 'guarantee.settles'],
    reproduces: ['B062'],
    needs: ['op:callTool', 'elicitation'],
    revisions: ['2025-06-18', '2025-11-25'],
    once: true,
    script: (context) =>
      callAsked(context, {
        id: 'elicit-1',
        method: 'elicitation/create',
        params: { message: 'well?', requestedSchema: FORM },
      }),
    judges: [
      answersServer('elicit-1', {
        rule: 'jsonrpc.response.required',
        expected: 'with an action',
        flaw: isNoElicitResult,
      }),
      CALL_ENDS,
      GOES_ON,
    ],
  }),
];
