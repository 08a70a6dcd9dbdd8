import {
  boundedAttempts,
  connections,
  requests,
  WINDOW_MS,
} from '../../../harness/checkers/client/bounded-attempts.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { stopsAsking } from '../../../harness/checkers/client/stops-asking.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { Serve } from '../../../harness/peer/scripted/scripted-server.js';
import { acceptClose } from '../../../harness/faults/index.js';
import { callAgain, callEcho, settleIn, worksAfter } from '../../support/client/recovery.js';

/** Limit, in ms, of what the server refuses for ever: time enough for a loop to show. */
const REFUSED_MS = 2000;
const FIX =
  'Count attempts that brought nothing, a stream without a message among them, let the pauses between them grow, and give up or go on slowly.';

interface Answer {
  readonly name: string;
  readonly what: string;
  readonly serve: Serve;
  readonly reproduces?: readonly string[];
}

function status(code: number): Serve {
  return (exchange) => exchange.respond(code, 'no', { 'Content-Type': 'text/plain' });
}

async function endAtOnce(...[exchange]: Parameters<Serve>): Promise<void> {
  exchange.stream();
  await exchange.end();
}

async function cutAtOnce(...[exchange]: Parameters<Serve>): Promise<void> {
  exchange.stream();
  await exchange.end('fin');
}

const STREAMS: readonly Answer[] = [
  {
    name: 'ended-at-once',
    what: 'an event stream that ends at once',
    serve: endAtOnce,
    reproduces: ['B143', 'B148', 'B153', 'B155', 'B158', 'B255'],
  },
  { name: 'cut-at-once', what: 'an event stream that is cut off at once', serve: cutAtOnce },
  { name: 'reset-at-once', what: 'a reset', serve: (exchange) => exchange.end('rst'), reproduces: ['B146'] },
  { name: '401', what: '401', serve: status(401), reproduces: ['B042', 'B116'] },
  { name: '404', what: '404', serve: status(404), reproduces: ['B145', 'B147', 'B149'] },
  { name: '405', what: '405', serve: status(405) },
  { name: '410', what: '410', serve: status(410), reproduces: ['B025'] },
  { name: '429', what: '429', serve: status(429) },
  { name: '503', what: '503', serve: status(503), reproduces: ['B094'] },
];

const streams = STREAMS.map(({ name, what, serve, reproduces }) =>
  clientCase({
    id: `back-off/get-stream/${name}`,
    title: `A GET stream that is answered by ${what} for ever is not asked for in a storm`,
    about:
      `Every GET is answered by ${what}. For ${WINDOW_MS / 1000} s the requests of the client are counted: more than 20 are a loop ` +
      '(pauses of 100 ms that double make 6, steady ones of 200 ms make 13). Calls work all the while.' +
      (name === '405' ? ' After 405 there is no reason to ask again at all.' : ''),
    fix: name === '405' ? 'Take 405 on GET for final: there is no stream.' : FIX,
    requirements: [
      'guarantee.bounded-retries',
      'guarantee.recovers',
      ...(name === '405' ? ['http.get.405-tolerated'] : []),
    ],
    ...(reproduces !== undefined && { reproduces }),
    needs: ['get-stream', 'op:callTool'],
    once: true,
    waits: true,
    async script(context) {
      context.server.on({ method: 'GET' }, serve);
      await context.connected({ label: 'connect' });
      await context.quiet(WINDOW_MS);
      await callAgain(context);
    },
    judges: [boundedAttempts('requests', requests()), ...worksAfter(), ...(name === '405' ? [stopsAsking()] : [])],
  }),
);

const CALLS: readonly Answer[] = [
  { name: '401', what: '401', serve: status(401), reproduces: ['B042', 'B043'] },
  { name: '404', what: '404', serve: status(404), reproduces: ['B145'] },
  { name: '405', what: '405', serve: status(405) },
  { name: '410', what: '410', serve: status(410), reproduces: ['B025'] },
  { name: '429', what: '429', serve: status(429), reproduces: ['B151'] },
  { name: '503', what: '503', serve: status(503) },
  { name: 'reset', what: 'a reset', serve: (exchange) => exchange.end('rst') },
];

const calls = CALLS.map(({ name, what, serve, reproduces }) =>
  clientCase({
    id: `back-off/calls/${name}`,
    title: `A call that is answered by ${what} for ever fails after a bounded number of attempts`,
    about:
      `Every POST from the second call on is answered by ${what}, handshakes included. The call fails, with a reason, within its limit of ` +
      `${REFUSED_MS / 1000} s, and the client sends no more than 20 requests in ${WINDOW_MS / 1000} s.`,
    fix: 'Hand an error status on to the caller. What is tried again is tried with a pause that grows, and a few times only.',
    requirements: ['guarantee.bounded-retries', 'guarantee.settles', 'guarantee.error-says-something'],
    ...(reproduces !== undefined && { reproduces }),
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await settleIn(context);
      context.server.on({ method: 'POST' }, serve);
      await callEcho(context, 'refused', REFUSED_MS);
    },
    judges: [settles('refused', { with: 'failed' }), boundedAttempts('requests', requests())],
  }),
);

const CONNECTS = CALLS.filter(({ name }) => ['401', '404', '503'].includes(name));

const connects = CONNECTS.map(({ name, what, serve }) =>
  clientCase({
    id: `back-off/connecting/${name}`,
    title: `Connecting to a server that answers ${what} for ever fails after a bounded number of attempts`,
    about: `Every request is answered by ${what}. Connecting fails, with a reason, within its limit, without a storm of requests.`,
    fix: 'A handshake without an answer that is one has failed: tell the caller, and start no loop behind its back.',
    requirements: [
      'guarantee.bounded-retries',
      'guarantee.settles',
      'guarantee.error-says-something',
      'lifecycle.errors.prepared',
    ],
    reproduces: ['B145', 'B154'],
    once: true,
    async script(context) {
      context.server.on({}, serve);
      await context.connect({ label: 'refused', timeoutMs: REFUSED_MS }).outcome();
    },
    judges: [settles('refused', { with: 'failed' }), boundedAttempts('requests', requests())],
  }),
);

const flapping = clientCase({
  id: 'back-off/connecting/accepted-then-reset',
  title: 'Connections that are accepted and reset for ever are not opened in a storm',
  about:
    'Each new connection is accepted and reset at once, as in front of a dead backend, while the client is told to ' +
    'connect. That fails, with a reason, within its limit, and the client opens no more than 20 connections in ' +
    `${WINDOW_MS / 1000} s. A port that refuses is left out: attempts on it cannot be counted from outside.`,
  fix: FIX,
  requirements: [
    'guarantee.bounded-retries',
    'guarantee.settles',
    'guarantee.error-says-something',
    'lifecycle.errors.prepared',
  ],
  reproduces: ['B146', 'B154'],
  once: true,
  async script(context) {
    const fault = await context.arm(acceptClose({ count: 100_000, ending: 'rst' }));
    await context.connect({ label: 'refused', timeoutMs: REFUSED_MS }).outcome();
    await fault.heal();
    await context.connected({ label: 'connect' });
  },
  judges: [settles('refused', { with: 'failed' }), boundedAttempts('connections', connections())],
});

export const cases: ClientCase[] = [...streams, ...calls, ...connects, flapping];
