import { settles } from '../../../harness/checkers/client/settles.js';
import { startsAnew } from '../../../harness/checkers/client/starts-anew.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { acceptClose, answer, refuse } from '../../../harness/faults/index.js';
import {
  AFTER,
  callAgain,
  callEcho,
  comeBack,
  FAULTY_CALL_MS,
  goDown,
  settleIn,
  stopServer,
  worksAfter,
} from '../../support/client/recovery.js';

const REQUIREMENTS = [
  'lifecycle.errors.prepared',
  'guarantee.recovers',
  'guarantee.settles',
  'guarantee.error-says-something',
];
const FIX =
  'Try to connect at each call, whatever the last attempt came to, and keep no error of an earlier attempt to answer with.';

const refused = clientCase({
  id: 'reconnect/outages/refused',
  title: 'After a port that refused connections, calls work again',
  about:
    'The connections of the client end and its port refuses new ones; two calls fail, each with a reason. Then the server ' +
    'is there again with the session it had, and the next call works, or the one after it.',
  fix: FIX,
  requirements: REQUIREMENTS,
  reproduces: ['B098', 'B122', 'B123', 'B127'],
  needs: ['op:callTool'],
  once: true,
  server: { offersGetStream: true },
  async script(context) {
    await settleIn(context);
    const refusal = await goDown(context, 'rst');
    await callEcho(context, 'during/first', FAULTY_CALL_MS);
    await callEcho(context, 'during/second', FAULTY_CALL_MS);
    await comeBack(context, refusal, 'kept');
    await callAgain(context);
  },
  judges: [settles('during/first', { with: 'failed' }), settles('during/second', { with: 'failed' }), ...worksAfter()],
});

const restarted = clientCase({
  id: 'reconnect/outages/restart-lost',
  title: 'After a restart that lost all sessions, the client opens a new one',
  about:
    'The server goes down, a call fails, and it comes back on the same port without its sessions, so that the old id is ' +
    'answered by 404. A handshake without that id follows by the second call, which works at the latest. Whatever is sent ' +
    'after the 404 belongs to the new session.',
  fix: 'On 404 to a request that carried a session id, drop the id, run initialize and notifications/initialized, and send what was refused again.',
  requirements: [...REQUIREMENTS, 'http.session.reinit-on-404', 'lifecycle.init-first'],
  reproduces: ['B015', 'B016', 'B017', 'B026', 'B028', 'B102', 'B113', 'B114', 'B124'],
  needs: ['op:callTool'],
  once: true,
  async script(context) {
    await settleIn(context);
    const refusal = await goDown(context, 'rst');
    await callEcho(context, 'during', FAULTY_CALL_MS);
    await comeBack(context, refusal, 'lost');
    await callAgain(context);
  },
  judges: [settles('during', { with: 'failed' }), ...worksAfter(), startsAnew({ state: AFTER.state })],
});

const unnoticed = clientCase({
  id: 'reconnect/outages/restart-unnoticed',
  title: 'A restart between two calls costs one call at most',
  about:
    'The server restarts while nothing runs, and forgets its sessions; it is there again before the next call, which gets ' +
    '404. A new handshake follows, and the second call works at the latest.',
  fix: 'On 404 to a request that carried a session id, drop the id and run a new handshake; a new connection alone is not a new session.',
  requirements: [...REQUIREMENTS, 'http.session.reinit-on-404', 'lifecycle.init-first'],
  reproduces: ['B017', 'B018', 'B029', 'B042', 'B118'],
  needs: ['op:callTool'],
  once: true,
  server: { offersGetStream: true },
  async script(context) {
    await settleIn(context);
    await comeBack(context, await goDown(context, 'fin'), 'lost');
    await callAgain(context);
  },
  judges: [...worksAfter(), startsAnew({ state: AFTER.state })],
});

const accepted = (['fin', 'rst'] as const).map((ending) =>
  clientCase({
    id: `reconnect/outages/accepted-then-${ending}`,
    title: `After connections that were accepted and ${ending === 'fin' ? 'closed' : 'reset'} at once, calls work again`,
    about:
      `All connections end, and the next ones are accepted and ${ending === 'fin' ? 'closed' : 'reset'}, as a port ` +
      'forwarder does in front of a dead backend. Then the server is there again, with the session it had.',
    fix: FIX,
    requirements: REQUIREMENTS,
    reproduces: ['B119'],
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await settleIn(context);
      const flapping = await context.arm(acceptClose({ count: 1000, ending }));
      await stopServer(context, ending);
      await callEcho(context, 'during/first', FAULTY_CALL_MS);
      await callEcho(context, 'during/second', FAULTY_CALL_MS);
      await context.server.start('kept');
      await flapping.heal();
      await callAgain(context);
    },
    judges: [
      settles('during/first', { with: 'failed' }),
      settles('during/second', { with: 'failed' }),
      ...worksAfter(),
    ],
  }),
);

const twice = clientCase({
  id: 'reconnect/outages/failed-handshake',
  title: 'A handshake that fails while the server comes up is not the last one',
  about:
    'The server has lost its sessions and is not ready yet: a proxy answers 503 to the first handshake that follows the ' +
    '404. Calls meanwhile fail with a reason. Then all is well, and the next call works, or the one after it.',
  fix: 'Treat a failed handshake as a failed attempt: keep neither its error nor a half-open session, and begin anew at the next call.',
  requirements: [...REQUIREMENTS, 'http.session.reinit-on-404'],
  reproduces: ['B119', 'B127', 'B132'],
  needs: ['op:callTool'],
  once: true,
  async script(context) {
    await settleIn(context);
    const on = { rpc: 'initialize' };
    const unready = await context.arm(answer({ on, status: 503, body: 'html' }));
    context.server.forgetSessions();
    await callEcho(context, 'during/first', FAULTY_CALL_MS);
    await callEcho(context, 'during/second', FAULTY_CALL_MS);
    await unready.heal();
    await callAgain(context);
  },
  judges: [
    settles('during/first', { with: 'failed' }),
    settles('during/second', { with: 'failed' }),
    ...worksAfter(),
    startsAnew(),
  ],
});

const firstConnect = clientCase({
  id: 'reconnect/outages/late-server',
  title: 'A server that is up later can be connected to later',
  about:
    'Tells the client to connect while the port refuses; that fails with a reason, within its limit. Then the server is ' +
    'up, and the client, told once more, connects and calls.',
  fix: 'Leave nothing of a failed attempt behind: no transport, no listener, no cached failure.',
  requirements: REQUIREMENTS,
  reproduces: ['B127', 'B129', 'B132', 'B154', 'B257'],
  needs: ['op:callTool'],
  once: true,
  async script(context) {
    const refusal = await context.arm(refuse({}));
    await context.connect({ label: 'early', timeoutMs: FAULTY_CALL_MS }).outcome();
    await refusal.heal();
    await context.connect({ label: 'late' }).outcome();
    await callAgain(context);
  },
  judges: [
    settles('early', { with: 'failed' }),
    settles('late', { with: 'ok', rule: 'guarantee.recovers' }),
    ...worksAfter(),
  ],
});

export const cases: ClientCase[] = [refused, restarted, unnoticed, ...accepted, twice, firstConnect];
