import { endsWithInput } from '../../../harness/checkers/client/ends-with-input.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { awaitGetStream, callEcho, comeBack, FAULTY_CALL_MS, goDown, settleIn } from '../../support/client/recovery.js';
import { closeAndWatch, leavesNothing, watchQuiet } from '../../support/client/leaving.js';

const HELD = ['held/1', 'held/2', 'held/3'];
/** Limit, in ms, of a call that close should end before it. */
const HELD_MS = 3000;
/** A client that is about to come back does so within this time, in ms: most wait a second first. */
const RETURN_MS = 1800;

const inFlight = clientCase({
  id: 'closing/midway/calls-in-flight',
  title: 'Closing ends the calls that run, each with a reason',
  about:
    'Three calls run that the server does not answer (two silent, one on an event stream) when the client is closed. Each ' +
    'is answered, with an error that says why, and the close after them; their connections are closed.',
  fix: 'On close, reject every pending call with an error that says that the client was closed, and abort its request.',
  requirements: [
    'lifecycle.shutdown.http-close',
    'guarantee.settles',
    'guarantee.error-says-something',
    'guarantee.resources-return',
  ],
  reproduces: ['B128', 'B366'],
  needs: ['op:callTool'],
  once: true,
  async script(context) {
    await settleIn(context);
    const { server } = context;
    server.on({ tool: 'faultline_echo' }, () => undefined);
    server.on({ tool: 'faultline_echo' }, (exchange) => exchange.stream(), { times: 1 });
    const calls = HELD.map((label) => context.call('faultline_echo', { text: label }, { label, timeoutMs: HELD_MS }));
    await server.arrival('the calls', { tool: 'faultline_echo' }, 1 + HELD.length);
    await closeAndWatch(context);
    for (const call of calls) await call.outcome(context.answerDeadlineMs / 4);
  },
  judges: [...HELD.map((label) => settles(label, { with: 'failed' })), ...leavesNothing()],
});

const whileConnecting = clientCase({
  id: 'closing/midway/while-connecting',
  title: 'A client can be closed while it connects',
  about:
    'The server does not answer initialize, and the client is closed meanwhile. Connecting fails, with a reason, at the ' +
    'latest by its own limit; the close is answered, the connection is gone, and nothing more is sent.',
  fix: 'Wire the end of the client to the attempt to connect too: abort its request, and forget what would have come of it.',
  requirements: [
    'lifecycle.shutdown.http-close',
    'lifecycle.errors.prepared',
    'guarantee.settles',
    'guarantee.resources-return',
  ],
  reproduces: ['B222', 'B256', 'B257'],
  once: true,
  waits: true,
  async script(context) {
    context.server.on({ rpc: 'initialize' }, () => undefined);
    const connecting = context.connect({ label: 'connect', timeoutMs: 1500 });
    await context.server.arrival('initialize', { rpc: 'initialize' });
    await closeAndWatch(context);
    await connecting.outcome(context.answerDeadlineMs / 4);
  },
  judges: [settles('connect', { with: 'failed' }), ...leavesNothing()],
});

const whileReturning = clientCase({
  id: 'closing/midway/while-reconnecting',
  title: 'A client that is closed during a back-off does not come back',
  about:
    'The server goes down, so that the client has something to come back for, and the client is closed. Then the server is ' +
    'up again: nothing arrives any more.',
  fix: 'Clear the timer of the reconnect on close, and look at the closed flag again when it fires and when its connection stands.',
  requirements: ['guarantee.resources-return', 'guarantee.settles'],
  reproduces: ['B252', 'B267', 'B268'],
  needs: ['op:callTool'],
  once: true,
  waits: true,
  server: { offersGetStream: true },
  async script(context) {
    await settleIn(context);
    const refusal = await goDown(context, 'rst');
    await callEcho(context, 'during', FAULTY_CALL_MS);
    await context.client.start('close', {}, { label: 'close' }).outcome();
    await comeBack(context, refusal, 'kept');
    await watchQuiet(context, RETURN_MS);
  },
  judges: [settles('during', { with: 'failed' }), ...leavesNothing()],
});

const repeatedly = clientCase({
  id: 'closing/midway/repeatedly',
  title: 'Closing twice at once, and once more, is as good as closing once',
  about:
    'Tells the client to close twice without waiting, and again when both are answered. Each is answered with success.',
  fix: 'Remember the promise of the first close and give it to every later one.',
  requirements: ['guarantee.settles', 'guarantee.resources-return'],
  reproduces: ['B222'],
  once: true,
  server: { offersGetStream: true },
  async script(context) {
    await context.connected({ label: 'connect' });
    await awaitGetStream(context);
    const second = context.client.start('close', {}, { label: 'close/at-once' });
    const first = context.client.start('close', {}, { label: 'close/again' });
    await Promise.all([first.outcome(), second.outcome()]);
    await closeAndWatch(context);
  },
  judges: [settles('close/at-once', { with: 'ok' }), settles('close/again', { with: 'ok' }), ...leavesNothing()],
});

const endOfInput = clientCase({
  id: 'closing/midway/end-of-input',
  title: 'The process ends with its input, whatever runs in it',
  about:
    'Ends the standard input of the client while its GET stream is open and a call runs that is not answered. The process ' +
    'ends within 5 s: nothing in the client keeps it alive.',
  fix: 'Close the client at the end of the input, and let no timer, socket or child of it hold the process.',
  requirements: ['guarantee.resources-return'],
  reproduces: ['B266'],
  needs: ['op:callTool'],
  once: true,
  fresh: true,
  waits: true,
  server: { offersGetStream: true },
  async script(context) {
    await settleIn(context);
    context.server.on({ tool: 'faultline_echo' }, () => undefined);
    context.call('faultline_echo', { text: 'held' }, { label: 'held', timeoutMs: HELD_MS * 10 });
    await context.server.arrival('the call', { tool: 'faultline_echo' }, 2);
    await context.client.finish(5500);
  },
  judges: [endsWithInput()],
});

export const cases: ClientCase[] = [inFlight, whileConnecting, whileReturning, repeatedly, endOfInput];
