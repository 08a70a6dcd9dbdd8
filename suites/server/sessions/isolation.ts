import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answersWithStatus } from '../../../harness/checkers/answer-status.js';
import type { Checker } from '../../../harness/checkers/checker.js';
import { answersWithOwnSecret, secretsStayHome } from '../../../harness/checkers/secrets-stay-home.js';
import { answersOwnRequests } from '../../../harness/checkers/invariants/response-ids.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { reset } from '../../../harness/faults/index.js';
import type { Call, Session } from '../../../harness/peer/probe.js';
import { shareSecret } from '../../support/secret.js';

const ISOLATION = 'guarantee.isolation';
const MANY = 32;
const ROUNDS = 4;

const manyNames = Array.from({ length: MANY }, (_, index) => `client-${index + 1}`);

/** Echoes a secret of the session after a pause, so that answers come in another order than calls. */
function echo(context: ServerContext, session: Session, what: string, id?: number): Call {
  const label = `${session.name}/${what}`;
  const text = shareSecret(context, session.name, what);
  return session.callTool('faultline_echo', { text }, { label, ...(id !== undefined && { id }) });
}

function ownAnswers(labels: readonly string[]): Checker[] {
  return labels.flatMap((label) => [answersCall(label, ISOLATION, { with: 'result' }), answersWithOwnSecret(label)]);
}

/** Whether the result is that of `tools/list` or of `ping`, which a mix-up would exchange. */
function resultHas(member: 'tools' | 'nothing'): (result: Readonly<Record<string, unknown>>) => string | undefined {
  return (result) => {
    const isList = Array.isArray(result['tools']);
    return isList === (member === 'tools') ? undefined : 'the result of the other call';
  };
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'sessions/isolation/equal-ids',
    title: 'Two sessions that use the same request ids get their own answers',
    about:
      'Two sessions call at the same moment under the same JSON-RPC id, one for the list of tools, the other a ping. Ids are chosen by clients and mean something only within their session.',
    fix: 'Key pending requests by session (or connection) and id, never by id alone.',
    requirements: [ISOLATION, 'guarantee.no-crossing', 'jsonrpc.response.echo-id'],
    reproduces: ['B185', 'B187', 'B189', 'B195'],
    needs: ['tools'],
    async script(context) {
      const first = await context.connect({ name: 'first' });
      const second = await context.connect({ name: 'second' });
      for (let round = 1; round <= ROUNDS; round += 1) {
        const calls = [
          first.request('tools/list', {}, { label: `first/list-${round}`, id: round + 100 }),
          second.request('ping', undefined, { label: `second/ping-${round}`, id: round + 100 }),
        ];
        await Promise.all(calls.map((call) => call.answer()));
      }
    },
    judges: [
      answersOwnRequests(),
      ...Array.from({ length: ROUNDS }, (_, index) => index + 1).flatMap((round) => [
        answersCall(`first/list-${round}`, 'guarantee.no-crossing', { with: 'result', result: resultHas('tools') }),
        answersCall(`second/ping-${round}`, 'guarantee.no-crossing', { with: 'result', result: resultHas('nothing') }),
      ]),
    ],
  }),
  serverCase({
    id: 'sessions/isolation/secrets',
    title: 'What one session sends is never seen by another',
    about:
      'Two sessions with colliding ids send secrets to and fro, in turns and at the same time. Each secret comes back to its owner, and nothing that the other session receives holds it.',
    fix: 'Capture the session and stream of a request when it arrives and answer there; keep no "current" transport in shared objects.',
    requirements: ['guarantee.no-crossing', ISOLATION],
    reproduces: ['B185', 'B186', 'B191'],
    needs: ['tool:faultline_echo'],
    async script(context) {
      const first = await context.connect({ name: 'first' });
      const second = await context.connect({ name: 'second' });
      for (let round = 1; round <= ROUNDS; round += 1) {
        const calls = [first, second].map((session) => echo(context, session, `echo-${round}`));
        await Promise.all(calls.map((call) => call.answer()));
      }
    },
    judges: [
      secretsStayHome(),
      ...ownAnswers(
        Array.from({ length: ROUNDS }, (_, index) => index + 1).flatMap((round) => [
          `first/echo-${round}`,
          `second/echo-${round}`,
        ]),
      ),
    ],
  }),
  serverCase({
    id: 'sessions/isolation/secrets-after-drop',
    title: 'A lost call does not answer the next one of its id',
    about:
      'A call that runs loses its connection; meanwhile another session, and then the same one, make calls under the same id. Each gets its own answer, and nobody gets what the lost call would have brought.',
    fix: 'Forget the route of a request when its connection closes, or keep it with that very request; never overwrite it by id.',
    requirements: ['guarantee.no-crossing', ISOLATION],
    reproduces: ['B188'],
    needs: ['tool:faultline_echo', 'tool:faultline_emit'],
    faults: [reset({ on: { exchange: 'first/lost' }, at: 'request-sent' })],
    async script(context) {
      const first = await context.connect({ name: 'first' });
      const second = await context.connect({ name: 'second' });
      const key = shareSecret(context, 'first', 'lost');
      const args = { count: 4, intervalMs: 60, key };
      const lost = first.callTool('faultline_emit', args, { label: 'first/lost', id: 500, progressToken: 'lost' });
      await lost.ended();
      await echo(context, second, 'same-id', 500).answer();
      await echo(context, first, 'next-id', 501).answer();
      await second
        .callTool(
          'faultline_emit',
          { ...args, key: shareSecret(context, 'second', 'emit') },
          { label: 'second/emit', progressToken: 'own' },
        )
        .answer();
      await first.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      secretsStayHome(),
      ...ownAnswers(['second/same-id', 'first/next-id']),
      answersCall('second/emit', ISOLATION, { with: 'result' }),
      laterCallsWork(['later'], ISOLATION),
    ],
  }),
  serverCase({
    id: 'sessions/isolation/many',
    title: 'Many sessions at once are served side by side',
    about:
      'Opens 32 sessions at the same time, has each ask for the list of tools (or for a ping) under the same id at once, ends one of them, and asks the others again.',
    fix: 'Keep a server object and a transport for each session; end one without touching the others.',
    requirements: [ISOLATION],
    reproduces: ['B217'],
    once: true,
    needs: ['sessions'],
    async script(context) {
      const handshakes = await Promise.allSettled(manyNames.map((name) => context.connect({ name })));
      const sessions = handshakes.flatMap((handshake) => (handshake.status === 'fulfilled' ? [handshake.value] : []));
      const callAll = (what: string, among: readonly Session[]): Promise<unknown> =>
        Promise.all(
          among.map((session) => session.request('ping', undefined, { label: `${session.name}/${what}` }).answer()),
        );
      await callAll('first-ping', sessions);
      const [leaving, ...staying] = sessions;
      await leaving?.terminate({ label: 'delete' }).ended();
      await callAll('second-ping', staying);
    },
    judges: [
      ...manyNames.map((name) => answersWithStatus(`${name}/initialized`, ISOLATION, { allowed: ['2xx'] })),
      laterCallsWork(
        manyNames.map((name) => `${name}/first-ping`),
        ISOLATION,
      ),
      laterCallsWork(
        manyNames.slice(1).map((name) => `${name}/second-ping`),
        ISOLATION,
      ),
      answersOwnRequests(),
    ],
  }),
  serverCase({
    id: 'sessions/isolation/many-secrets',
    title: 'Many sessions at once each get their own answers',
    about:
      'Has 32 sessions echo a secret of their own at the same time under the same id: each gets its own back and no other.',
    fix: 'Key everything that belongs to a request by its session too.',
    requirements: ['guarantee.no-crossing', ISOLATION],
    reproduces: ['B185', 'B191', 'B195'],
    once: true,
    needs: ['tool:faultline_echo'],
    async script(context) {
      const sessions = await Promise.all(manyNames.map((name) => context.connect({ name })));
      await Promise.all(sessions.map((session) => echo(context, session, 'echo').answer()));
    },
    judges: [secretsStayHome(), ...ownAnswers(manyNames.map((name) => `${name}/echo`))],
  }),
];
