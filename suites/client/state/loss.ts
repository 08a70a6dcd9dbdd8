import type { ClientContext } from '../../../harness/engine/client-context.js';
import { says, saysSession, saysTrue, saysWorking } from '../../../harness/checkers/client/true-state.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { callEcho, comeBack, FAULTY_CALL_MS, goDown, settleIn } from '../../support/client/recovery.js';

const REQUIREMENTS = ['guarantee.true-state', 'guarantee.settles', 'guarantee.error-says-something'];
const NEEDS = ['op:state', 'op:callTool', 'tells-connected'] as const;
const FIX =
  'Derive the state from what the last exchange came to: take a refused or broken connection and a lost session note of, and either say so or connect anew at the next call.';

/** How often, and after what pause in ms, a client is asked that may still be finding out. */
const ASKED = 10;
const PAUSE_MS = 100;

/** Asks for the state until it is `connected`, for a second at most: a client may take time to find out. */
async function askUntil(context: ClientContext, label: string, connected: boolean): Promise<void> {
  for (let time = 1; time <= ASKED; time += 1) {
    const told = await context.state(`${label}/${time}`);
    if (told.kind !== 'ok' || told.result['connected'] === connected) return;
    await context.quiet(PAUSE_MS);
  }
}

const down = (['fin', 'rst'] as const).map((how) =>
  clientCase({
    id: `state/loss/server-gone-${how}`,
    title: `When the server has gone (${how === 'fin' ? 'FIN' : 'RST'}, then a port that refuses), the client does not say that it is connected`,
    about:
      'All connections end and the port refuses. A call fails, which the client cannot miss; it then has a second to find out what its state is. ' +
      'It may not say that it is connected and fail the next call too. Then the server is back: once a call works, the client says that it is connected.',
    fix: FIX,
    requirements: [...REQUIREMENTS, 'guarantee.recovers'],
    reproduces: ['B094', 'B095', 'B098', 'B101', 'B102'],
    needs: NEEDS,
    once: true,
    server: { offersGetStream: true },
    async script(context) {
      await settleIn(context);
      const refusal = await goDown(context, how);
      await callEcho(context, 'gone/first', FAULTY_CALL_MS);
      await askUntil(context, 'gone', false);
      await callEcho(context, 'gone/second', FAULTY_CALL_MS);
      await comeBack(context, refusal, 'kept');
      await callEcho(context, 'back/first', FAULTY_CALL_MS);
      const worked = await callEcho(context, 'back/second', FAULTY_CALL_MS);
      await askUntil(context, 'back', worked.kind === 'ok');
    },
    judges: [
      settles('gone/first', { with: 'failed' }),
      settles('gone/second', { with: 'failed' }),
      saysTrue('gone', 'gone/second'),
      settles('back/second'),
      saysWorking('back', 'back/second'),
    ],
  }),
);

const idle = (['fin', 'rst'] as const).map((how) =>
  clientCase({
    id: `state/loss/idle-close-${how}`,
    title: `After an idle connection was closed (${how === 'fin' ? 'FIN' : 'RST'}), state and next call agree`,
    about:
      'The server closes all connections of an idle client, its GET stream included, and goes on to serve. The client has a second to find out. ' +
      'It says that it is not connected, or carries the next call over; it may not say that it is connected and fail that call.',
    fix: FIX,
    requirements: REQUIREMENTS,
    reproduces: ['B095', 'B097', 'B115', 'B118'],
    needs: NEEDS,
    once: true,
    server: { offersGetStream: true },
    async script(context) {
      await settleIn(context);
      await comeBack(context, await goDown(context, how), 'kept');
      await context.quiet(PAUSE_MS * 3);
      await askUntil(context, 'idle', true);
      await callEcho(context, 'next', FAULTY_CALL_MS);
      await askUntil(context, 'later', true);
      await callEcho(context, 'last', FAULTY_CALL_MS);
    },
    judges: [settles('next'), saysTrue('idle', 'next'), settles('last'), saysTrue('later', 'last')],
  }),
);

const forgotten = clientCase({
  id: 'state/loss/session-forgotten',
  title: 'When the session is lost, state and next call agree',
  about:
    'The server forgets the session, so that the next call gets 404, which the client cannot miss. If it then says that it is connected, ' +
    'the call after that works; session id and version that it tells are those of its newest handshake.',
  fix: 'On 404 drop the session and the state with it; both come back with the next handshake.',
  requirements: [...REQUIREMENTS, 'http.session.reinit-on-404'],
  reproduces: ['B017', 'B018', 'B023', 'B102'],
  needs: NEEDS,
  once: true,
  async script(context) {
    await settleIn(context);
    context.server.forgetSessions();
    await callEcho(context, 'lost', FAULTY_CALL_MS);
    await context.state('lost/state');
    await callEcho(context, 'next', FAULTY_CALL_MS);
    await context.state('next/state');
  },
  judges: [settles('lost'), settles('next'), saysTrue('lost/state', 'next'), saysSession('next/state')],
});

const streamless = clientCase({
  id: 'state/loss/get-stream-alone',
  title: 'The loss of the GET stream alone is no loss of the connection',
  about:
    'The server ends the GET stream and answers further GETs with 405. Calls work as before, so a client that says that it is not connected is wrong; it is warned of, and fails if it refuses the call as well while saying that it is connected.',
  fix: 'Keep the GET stream out of the state: it is optional, and calls do not depend on it.',
  requirements: [...REQUIREMENTS, 'http.get.either-may-close'],
  reproduces: ['B105', 'B116'],
  needs: [...NEEDS, 'get-stream'],
  once: true,
  server: { offersGetStream: true },
  async script(context: ClientContext) {
    await settleIn(context);
    const stream = context.server.arrived.findLast(({ method, open }) => method === 'GET' && open);
    context.require(stream !== undefined, 'the client has no open GET stream');
    context.server.configure({ offersGetStream: false });
    await stream.end();
    await context.quiet(PAUSE_MS * 3);
    await askUntil(context, 'streamless', true);
    await callEcho(context, 'next', FAULTY_CALL_MS);
  },
  judges: [settles('next'), says('streamless', true, 'warn'), saysTrue('streamless', 'next')],
});

export const cases: ClientCase[] = [...down, ...idle, forgotten, streamless];
