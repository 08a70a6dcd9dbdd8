import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { asksOnCallStream } from '../../../harness/checkers/asks-on-call-stream.js';
import { cancelsOwnRequests } from '../../../harness/checkers/cancels-own-requests.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { answersWithOwnSecret, secretsStayHome } from '../../../harness/checkers/secrets-stay-home.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Call, Session } from '../../../harness/peer/probe.js';
import type { Revision } from '../../../harness/spec/revisions.js';
import type { Need } from '../../../harness/sut/needs.js';
import type { JsonRpcId } from '../../../harness/wire/jsonrpc.js';
import { cancel } from '../../support/cancelling.js';
import { pingAfter } from '../../support/resumption.js';
import { shareSecret } from '../../support/secret.js';

/** Elicitation exists since 2025-06-18. */
const REVISIONS: readonly Revision[] = ['2025-06-18', '2025-11-25'];
const NEEDS: readonly Need[] = ['sse-answers', 'tool:faultline_ask'];

interface Question {
  readonly session: Session;
  readonly call: Call;
  readonly id: JsonRpcId;
  /** What was asked, which the answer has to repeat. */
  readonly secret: string;
}

/** Has the server ask a client, and waits for the question on the stream of the call. */
async function question(context: ServerContext, session: Session, name = 'ask'): Promise<Question> {
  const secret = shareSecret(context, session.name, name);
  const call = session.callTool('faultline_ask', { message: secret }, { label: `${session.name}/${name}` });
  const asked = await call.message(`a question on ${call.label}`, ({ method }) => method === 'elicitation/create');
  context.require(asked?.id !== undefined && asked.id !== null, 'the server asked nothing on the stream of the call');
  return { session, call, id: asked.id, secret };
}

async function respond({ session, id }: Question, answer: string, label = 'respond'): Promise<void> {
  const result = { action: 'accept', content: { answer } };
  await session.respond(id, result, { label: `${session.name}/${label}` }).head();
}

const sideBySide = serverCase({
  id: 'isolation/server-requests/side-by-side',
  title: 'Questions to two clients at once reach the right one, and so do their answers',
  about:
    'Two clients each have the server ask them something secret at the same time. Each question comes on the stream of ' +
    'its own call, and each call ends with the answer of its own client, even if the server numbers its requests alike.',
  fix: 'Keep requests to a client, and the wait for its responses, with the session of the call that makes them.',
  requirements: ['guarantee.no-crossing', 'http.post.response-202', 'guarantee.settles'],
  reproduces: ['B191', 'B192'],
  revisions: REVISIONS,
  needs: NEEDS,
  async script(context: ServerContext) {
    const questions: Question[] = [];
    for (const name of ['first', 'second']) {
      questions.push(await question(context, await context.connect({ name, serverRequests: 'ignore' })));
    }
    for (const asked of questions.reverse()) await respond(asked, asked.secret);
    await Promise.all(questions.map(({ call }) => call.answer()));
  },
  judges: [
    secretsStayHome(),
    ...['first/ask', 'second/ask'].flatMap((label) => [
      answersWithOwnSecret(label),
      answersCall(label, 'guarantee.settles', { with: 'result' }),
    ]),
  ],
});

const onCallStream = serverCase({
  id: 'isolation/server-requests/on-the-call-stream',
  title: 'A request of the server that belongs to a call comes on the stream of that call',
  about:
    'A tool asks the client something while a GET stream is open too. The question belongs to the call, so it should come ' +
    'on its stream: a client without a GET stream would never see it elsewhere.',
  fix: 'Send a request that a handler makes on the stream of the request that it handles.',
  requirements: ['http.get.messages-unrelated', 'http.multi.one-stream-per-message'],
  reproduces: ['B192'],
  revisions: REVISIONS,
  needs: ['get-stream', ...NEEDS],
  async script(context) {
    const session = await context.connect();
    await session.listen({ label: 'get' }).head(300);
    await session.callTool('faultline_ask', { message: 'on which stream?' }, { label: 'ask' }).answer();
    await pingAfter(session, 'after');
  },
  judges: [asksOnCallStream('ask')],
});

const repeated = serverCase({
  id: 'isolation/server-requests/repeated-response',
  title: 'A response that comes twice counts once',
  about:
    'A question of the server is answered, and then answered again with another text, as by a proxy that repeats a POST. ' +
    'The call ends with the first answer; the second gets a status and does nothing.',
  fix: 'Forget a request of the server when its first response is there, and ignore further ones.',
  requirements: [
    'http.post.response-202',
    'guarantee.clean-errors',
    'guarantee.no-hang',
    'guarantee.recovers',
    'guarantee.no-crossing',
    'guarantee.settles',
  ],
  revisions: REVISIONS,
  needs: NEEDS,
  async script(context: ServerContext) {
    const asked = await question(context, await context.connect({ name: 'asked', serverRequests: 'ignore' }));
    shareSecret(context, 'asked', 'other');
    await respond(asked, asked.secret, 'first');
    await respond(asked, 'another answer', 'second');
    await asked.call.answer();
    await pingAfter(asked.session, 'asked/after');
  },
  judges: [
    answersWithOwnSecret('asked/ask'),
    answersCall('asked/ask', 'guarantee.settles', { with: 'result' }),
    copesWith('asked/second', { rule: 'http.post.response-202', allowed: [202, '4xx'], severity: 'warn' }),
    laterCallsWork(['asked/after']),
  ],
});

const refused = serverCase({
  id: 'isolation/server-requests/error-response',
  title: 'A call ends when the client answers its question with an error',
  about:
    'The client answers a question of the server with a JSON-RPC error, as one that cannot ask its user now. The call has ' +
    'to end in bounded time, with an error or a result, and the session goes on.',
  fix: 'Settle the wait for a response of the client by errors as well as by results.',
  requirements: ['guarantee.settles', 'http.post.response-202', 'guarantee.recovers'],
  revisions: REVISIONS,
  needs: NEEDS,
  async script(context: ServerContext) {
    const { session, call, id } = await question(
      context,
      await context.connect({ name: 'asked', serverRequests: 'ignore' }),
    );
    const error = { code: -32_603, message: 'The user cannot be asked now' };
    await context.post({ jsonrpc: '2.0', id, error }, { label: 'asked/error', session }).head();
    await call.answer();
    await pingAfter(session, 'asked/after');
  },
  judges: [answersCall('asked/ask', 'guarantee.settles', { with: 'any' }), laterCallsWork(['asked/after'])],
});

const late = serverCase({
  id: 'isolation/server-requests/late-response',
  title: 'An answer that comes after its call was cancelled does no harm',
  about:
    'A call that waits for an answer of the client is cancelled, and then the client answers after all. The answer gets a ' +
    'status and revives nothing, and the next question of the server is answered by its own response. If the server ' +
    'cancels its question, it names one that it has asked.',
  fix: 'Withdraw the request to the client when its call is cancelled, and ignore a response that comes afterwards.',
  requirements: [
    'cancel.late-response-ignored',
    'cancel.own-inflight-only',
    'guarantee.no-crossing',
    'guarantee.settles',
    'guarantee.clean-errors',
    'guarantee.no-hang',
  ],
  revisions: REVISIONS,
  needs: ['sessions', ...NEEDS],
  async script(context: ServerContext) {
    const session = await context.connect({ name: 'asked', serverRequests: 'ignore' });
    const first = await question(context, session);
    await cancel(session, first.call.id, 'asked/cancel');
    await respond(first, first.secret, 'late');
    const second = await question(context, session, 'second');
    await respond(second, second.secret, 'second-response');
    await second.call.answer();
  },
  judges: [
    copesWith('asked/late', { rule: 'cancel.late-response-ignored', allowed: [202, '4xx'] }),
    cancelsOwnRequests('asked/second'),
    answersWithOwnSecret('asked/second'),
    answersCall('asked/second', 'guarantee.settles', { with: 'result' }),
  ],
});

/** Responses to requests that the server never made. */
const STRAY: Readonly<Record<string, unknown>> = {
  'unknown-number': { jsonrpc: '2.0', id: 987_654, result: {} },
  'unknown-text': { jsonrpc: '2.0', id: 'no-such-request', result: { action: 'accept' } },
  'unknown-error': { jsonrpc: '2.0', id: 987_655, error: { code: -32_603, message: 'no such request' } },
  'own-id': { jsonrpc: '2.0', id: 1, result: { tools: [] } },
  'null-id': { jsonrpc: '2.0', id: null, error: { code: -32_600, message: 'unreadable' } },
};

const stray = serverCase({
  id: 'isolation/server-requests/stray-responses',
  title: 'Responses to requests that the server never made do no harm',
  about:
    'The client posts responses with ids that the server never used, also with the id of a request of its own. Each POST ' +
    'is acknowledged or refused, and the session goes on.',
  fix: 'Ignore a response whose request is not pending, and acknowledge it with 202, or refuse it with a 4xx.',
  requirements: [
    'http.post.response-202',
    'guarantee.clean-errors',
    'guarantee.no-hang',
    'guarantee.no-crash',
    'guarantee.recovers',
  ],
  async script(context) {
    const session = await context.connect();
    for (const [label, message] of Object.entries(STRAY)) await context.post(message, { label, session }).head();
    await pingAfter(session, 'after');
  },
  judges: [
    ...Object.keys(STRAY).map((label) =>
      copesWith(label, { rule: 'http.post.response-202', allowed: [202, '4xx'], severity: 'warn' }),
    ),
    laterCallsWork(['after']),
  ],
});

export const cases: ServerCase[] = [sideBySide, onCallStream, repeated, refused, late, stray];
