import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answersOwnRequests } from '../../../harness/checkers/invariants/response-ids.js';
import { answersWithOwnSecret, secretsStayHome } from '../../../harness/checkers/secrets-stay-home.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { FaultSpec, Moment } from '../../../harness/faults/fault.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import type { Call, Session } from '../../../harness/peer/probe.js';
import { emit } from '../../support/emission.js';
import { pingAfter } from '../../support/resumption.js';
import { shareSecret } from '../../support/secret.js';

const ISOLATION = 'guarantee.isolation';
const CLIENTS = ['ann', 'ben', 'cleo', 'dan'];
const SLOW = ['slow-1', 'slow-2'];
const FAST = ['fast-1', 'fast-2', 'fast-3'];

/** Each client loses one of its calls, by turns by a reset and by an early end. */
function losses(moments: readonly Moment[]): FaultSpec[] {
  return CLIENTS.map((client, index) => {
    const loss = {
      id: `lost-by-${client}`,
      on: { exchange: `${client}/lost` },
      at: moments[index % moments.length] ?? 'request-sent',
    };
    return index % 2 === 0 ? reset(loss) : truncate(loss);
  });
}

const labels = (names: readonly string[]): string[] =>
  CLIENTS.flatMap((client) => names.map((name) => `${client}/${name}`));

const FIX =
  'Key everything that belongs to a request by its session and its own exchange, never by the JSON-RPC id alone, and ' +
  'keep no "current" connection in an object that clients share.';

const secrets = serverCase({
  id: 'isolation/parallel/secrets-with-resets',
  title: 'Clients with equal ids and broken connections each get their own answers and progress',
  about:
    `${CLIENTS.length} clients with the same JSON-RPC ids make slow and fast calls at the same time, each with a secret of ` +
    'its own, and each loses one of its slow calls to a broken connection. All others are answered with their own secrets, ' +
    'and no secret turns up anywhere else, in results or in progress.',
  fix: FIX,
  requirements: [
    'guarantee.no-crossing',
    ISOLATION,
    'jsonrpc.response.echo-id',
    'http.stream.messages-related',
    'guarantee.recovers',
  ],
  reproduces: ['B185', 'B186', 'B188', 'B189', 'B191', 'B195', 'B214'],
  needs: ['sse-answers', 'tool:faultline_emit', 'tool:faultline_echo'],
  faults: losses(['request-sent', 'request-sent', 'response-head', 'response-head']),
  async script(context) {
    const sessions = await Promise.all(CLIENTS.map((name) => context.connect({ name })));
    const slow = (session: Session, name: string): Call => {
      const key = shareSecret(context, session.name, name);
      return emit(context, session, `${session.name}/${name}`, { count: 5, intervalMs: 80, key });
    };
    const fast = (session: Session, name: string): Call => {
      const text = shareSecret(context, session.name, name);
      return session.callTool('faultline_echo', { text }, { label: `${session.name}/${name}` });
    };
    const calls = sessions.flatMap((session) => {
      const lost = slow(session, 'lost');
      const kept = [...SLOW.map((name) => slow(session, name)), ...FAST.map((name) => fast(session, name))];
      return [lost, ...kept];
    });
    await Promise.all(calls.map((call) => call.answer()));
    await Promise.all(sessions.map((session) => pingAfter(session, `${session.name}/after`)));
  },
  judges: [
    secretsStayHome(),
    answersOwnRequests(),
    ...labels(FAST).map(answersWithOwnSecret),
    ...labels([...SLOW, ...FAST]).map((label) => answersCall(label, ISOLATION, { with: 'result' })),
    laterCallsWork(labels(['after'])),
  ],
});

const METHODS = ['tools/list', 'ping', 'ping', 'tools/list', 'ping', 'tools/list'] as const;

/** Which method a call of a client is: shifted from client to client, so that equal ids stand for different requests. */
function methodOf(client: number, call: number): (typeof METHODS)[number] {
  return METHODS[(client + call) % METHODS.length] ?? 'ping';
}

const ordinary = serverCase({
  id: 'isolation/parallel/ordinary-with-resets',
  title: 'Ordinary requests of several clients survive broken connections beside them',
  about:
    `${CLIENTS.length} clients send ordinary requests with equal ids at the same time, another one under each id, while ` +
    'each loses one request to a broken connection. All others bring the result of their own method.',
  fix: FIX,
  requirements: [
    'guarantee.no-crossing',
    ISOLATION,
    'jsonrpc.response.required',
    'guarantee.recovers',
    'jsonrpc.response.echo-id',
  ],
  reproduces: ['B185', 'B195', 'B214', 'B217'],
  needs: ['tools'],
  faults: losses([{ requestBytes: 10 }, 'request-sent', 'response-head', { bodyBytes: 10 }]),
  async script(context) {
    const sessions = await Promise.all(CLIENTS.map((name) => context.connect({ name })));
    const calls = sessions.flatMap((session, client) => [
      session.request('tools/list', undefined, { label: `${session.name}/lost` }),
      ...METHODS.map((_, call) =>
        session.request(methodOf(client, call), undefined, { label: `${session.name}/call-${call}` }),
      ),
    ]);
    await Promise.all(calls.map((call) => call.answer()));
    await Promise.all(sessions.map((session) => pingAfter(session, `${session.name}/after`)));
  },
  judges: [
    answersOwnRequests(),
    ...CLIENTS.flatMap((name, client) =>
      METHODS.map((_, call) =>
        answersCall(`${name}/call-${call}`, ISOLATION, {
          with: 'result',
          result: (result) =>
            Array.isArray(result['tools']) === (methodOf(client, call) === 'tools/list')
              ? undefined
              : 'the result of another method',
        }),
      ),
    ),
    laterCallsWork(labels(['after'])),
  ],
});

export const cases: ServerCase[] = [secrets, ordinary];
