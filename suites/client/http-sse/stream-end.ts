import { beginsStreams } from '../../../harness/checkers/client/begins-streams.js';
import { boundedAttempts, requests, WINDOW_MS } from '../../../harness/checkers/client/bounded-attempts.js';
import { callsOnce, executionsFact } from '../../../harness/checkers/client/calls-once.js';
import { failsBeforeLimit } from '../../../harness/checkers/client/fails-before-limit.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { saysTrue } from '../../../harness/checkers/client/true-state.js';
import { whereTold } from '../../../harness/checkers/client/where-told.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { awaitStream, endStream, eventStream, RETRY_MS, streamCount } from '../../support/client/event-stream.js';
import {
  AFTER,
  askState,
  callAgain,
  callEcho,
  comeBack,
  FAULTY_CALL_MS,
  goDown,
  settleIn,
  SILENT_CALL_MS,
  worksAfter,
} from '../../support/client/recovery.js';

/** Longer, in ms, than any case goes on, and shorter than what is left running after it. */
const ENDLESS_MS = 30_000;
/** Limit, in ms, for the call that gets no answer: longer than a client needs to see that its stream has ended. */
const CUT_CALL_MS = 2000;
const KEY = 'cut';
const NAMES = { complete: 'in order', fin: 'by a FIN', rst: 'by an RST' } as const;

const idle = (['complete', 'fin', 'rst'] as const).map((how) =>
  clientCase({
    id: `http-sse/stream-end/idle-${how}`,
    title: `After an idle event stream has ended ${NAMES[how]}, the next call works, behind a handshake of its own`,
    about:
      'The server ends the event stream of an idle client, as a proxy does after some silence, and goes on to serve. Another stream names another endpoint, on which nothing ' +
      'but ping is answered before initialize. The client opens one by itself or with the next call, and begins it with a handshake; or it says that it is not connected, ' +
      'which is warned of. A client that opens a stream and calls without a handshake fails, and so does one that says that it is connected while its calls fail.',
    fix: 'Take the end of the event stream for the end of the session: when another one has named its endpoint, send initialize and notifications/initialized before anything else, or tell the user that the connection is lost.',
    requirements: [
      'lifecycle.init-first',
      'guarantee.recovers',
      'guarantee.true-state',
      'guarantee.settles',
      'guarantee.error-says-something',
    ],
    reproduces: ['B137'],
    transport: 'http-sse',
    needs: ['op:callTool'],
    async script(context) {
      await settleIn(context);
      await endStream(context, how);
      await askState(context, 'idle');
      await callAgain(context);
    },
    judges: [beginsStreams(), ...worksAfter(), whereTold('idle', saysTrue('idle', AFTER.calls[0]))],
  }),
);

const midCall = (['complete', 'fin', 'rst'] as const).map((how) =>
  clientCase({
    id: `http-sse/stream-end/mid-call-${how}`,
    title: `A call whose event stream ends ${NAMES[how]} before the answer fails, and says why`,
    about:
      'The POST of a call was taken; the event stream on which its answer would come ends instead. What becomes of the call is not said, so it must not be left waiting: it fails with a reason, ' +
      'and one that only fails by its limit is warned of. It is not sent again. The next call works, or the one after it.',
    fix: 'Keep the calls of each event stream together, and reject those that wait when it ends, with that as the reason.',
    requirements: [
      'guarantee.settles',
      'guarantee.error-says-something',
      'guarantee.at-most-once',
      'guarantee.recovers',
      'lifecycle.init-first',
    ],
    reproduces: ['B058', 'B068', 'B367', 'B368'],
    transport: 'http-sse',
    needs: ['op:callTool'],
    async script(context: ClientContext) {
      await settleIn(context);
      const args = { key: KEY, ms: ENDLESS_MS };
      const call = context.call('faultline_sleep', args, { label: 'cut', timeoutMs: CUT_CALL_MS });
      const arrived = await context.server.arrival('the call', { tool: 'faultline_sleep' });
      context.require(arrived !== undefined, 'the call did not arrive');
      await endStream(context, how);
      await call.outcome(CUT_CALL_MS + context.answerDeadlineMs);
      await callAgain(context);
      context.fact(executionsFact(KEY), context.server.executions(KEY));
    },
    judges: [
      settles('cut', { with: 'failed' }),
      failsBeforeLimit('cut'),
      callsOnce(KEY),
      beginsStreams(),
      ...worksAfter(),
    ],
  }),
);

const restart = (['fin', 'rst'] as const).map((how) =>
  clientCase({
    id: `http-sse/stream-end/restart-${how}`,
    title: `After a restart of the server (${how === 'fin' ? 'FIN' : 'RST'}), calls work again, behind a new handshake`,
    about:
      'All connections end and the port refuses; a call fails with a reason. Then the server is there again, without its sessions, and the next call works behind a handshake on a new event stream, or the one after it. ' +
      'A client that says that it is not connected, and does not come back, is warned of.',
    fix: 'Try to open another event stream at each call while there is none, and begin it with a handshake.',
    requirements: [
      'lifecycle.init-first',
      'guarantee.recovers',
      'guarantee.true-state',
      'guarantee.settles',
      'guarantee.error-says-something',
    ],
    transport: 'http-sse',
    needs: ['op:callTool'],
    async script(context) {
      await settleIn(context);
      eventStream(context).event({ retry: RETRY_MS });
      const refusal = await goDown(context, how);
      await callEcho(context, 'gone', FAULTY_CALL_MS);
      await askState(context, 'gone/state');
      await callEcho(context, 'gone/again', FAULTY_CALL_MS);
      const before = streamCount(context);
      await comeBack(context, refusal, 'lost');
      await awaitStream(context, before);
      await callAgain(context);
    },
    judges: [
      settles('gone', { with: 'failed' }),
      settles('gone/again', { with: 'failed' }),
      whereTold('gone/state', saysTrue('gone/state', 'gone/again')),
      beginsStreams(),
      ...worksAfter(),
    ],
  }),
);

const silent = clientCase({
  id: 'http-sse/stream-end/silence',
  title: 'After a silence of the event stream that ends in a reset, calls work again',
  about:
    'The POST of a call is taken, and nothing comes on the event stream, which stays open; the call ends by its own limit. Then the connection of the stream is reset. ' +
    'The next call works behind a handshake on a new stream, or the one after it.',
  fix: 'Bound every call, and treat the reset of the event stream as its end.',
  requirements: [
    'lifecycle.init-first',
    'guarantee.recovers',
    'guarantee.settles',
    'guarantee.error-says-something',
    'timeout.all-requests',
  ],
  transport: 'http-sse',
  needs: ['op:callTool'],
  async script(context) {
    await settleIn(context);
    context.server.on({ rpc: 'tools/call' }, (exchange) => exchange.respond(202), { times: 1 });
    await callEcho(context, 'during', SILENT_CALL_MS);
    await endStream(context, 'rst');
    await callAgain(context);
  },
  judges: [settles('during', { with: 'failed' }), beginsStreams(), ...worksAfter()],
});

const storm = clientCase({
  id: 'http-sse/stream-end/storm',
  title: 'An event stream that ends at once for ever is not asked for in a storm',
  about: `Every event stream names its endpoint and ends. For ${WINDOW_MS / 1000} s the requests of the client are counted: more than 20 are a loop. The server gives no reconnection time.`,
  fix: 'Count attempts that brought nothing, an event stream without a handshake among them, and let the pauses between them grow.',
  requirements: ['guarantee.bounded-retries'],
  transport: 'http-sse',
  needs: ['op:callTool'],
  waits: true,
  async script(context) {
    await settleIn(context);
    context.server.on({ method: 'GET' }, async (exchange) => {
      await exchange.fallThrough();
      await exchange.end();
    });
    await eventStream(context).end();
    await context.quiet(WINDOW_MS);
  },
  judges: [boundedAttempts('requests', requests())],
});

export const cases: ClientCase[] = [...idle, ...midCall, ...restart, silent, storm];
