import { startsAnew } from '../../../harness/checkers/client/starts-anew.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { latency } from '../../../harness/faults/index.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { scenarioResult } from '../../../harness/sut/client/official-scenarios.js';
import {
  ADD,
  eventOverTwoLines,
  GIVES_UP,
  givesUp,
  patienceOf,
  play,
  playing,
  succeeds,
} from '../../support/client/scenario.js';

const BEGINNING = '{"jsonrpc":"2.0","id":';
/** More than the beginning that is written. */
const ANNOUNCED_BYTES = 500;

interface Break {
  readonly name: string;
  /** A sentence without its full stop. */
  readonly what: string;
  readonly strike: (exchange: ServedExchange) => void | Promise<void>;
}

const BREAKS: readonly Break[] = [
  {
    name: 'stream-closed',
    what: 'its event stream ends without a response and without an id',
    async strike(exchange) {
      exchange.stream();
      await exchange.end();
    },
  },
  {
    name: 'event-reset',
    what: 'its connection is reset in the middle of an event',
    async strike(exchange) {
      exchange.stream();
      exchange.write(`data: ${BEGINNING}`);
      await exchange.end('rst');
    },
  },
  {
    name: 'body-cut',
    what: 'its connection is closed in the middle of a JSON body',
    async strike(exchange) {
      exchange.head(200, { 'Content-Type': 'application/json' }, { contentLength: ANNOUNCED_BYTES });
      exchange.write(BEGINNING);
      await exchange.end('fin');
    },
  },
  { name: 'unavailable', what: 'it is answered by 503', strike: (exchange) => exchange.respond(503) },
];

const broken = BREAKS.map(({ name, what, strike }) =>
  clientCase({
    id: `scenario/calls/${name}`,
    title: `A client whose call cannot be answered ends: ${what}`,
    about: `The tool has run, but the answer does not come: ${what}, however often it is called. The client ends, by whatever status, without a storm and without calling twice; one that waits on although nothing can come any more is warned of.`,
    fix: 'Fail a call whose answer has ended without a response, and let the failure end the program. Do not post it again: it may have run.',
    requirements: [...GIVES_UP],
    needs: playing('tools_call'),
    once: true,
    script: (context) =>
      play(
        context,
        'tools_call',
        ({ server }) =>
          server.on({ tool: ADD }, (exchange) => {
            exchange.countExecution();
            return strike(exchange);
          }),
        patienceOf(context),
      ),
    judges: givesUp(ADD),
  }),
);

const sessionLost = clientCase({
  id: 'scenario/calls/session-lost',
  title: 'A client whose session is gone begins a new one, or leaves',
  about:
    'The session is forgotten before the call, which gets 404. The client has to begin a new one by initialize without the old id. A program that gives up and ends after the 404 has no session to begin any more: it is warned of, and one that goes on in the old session fails.',
  fix: 'On 404 to a request that carried a session id, drop the id, run a new handshake, and send what was refused again.',
  requirements: ['http.session.reinit-on-404', 'lifecycle.init-first', ...GIVES_UP],
  needs: playing('tools_call'),
  once: true,
  script: (context) =>
    play(
      context,
      'tools_call',
      ({ server }) =>
        server.on(
          { tool: ADD },
          (exchange) => {
            server.forgetSessions();
            exchange.error(-32_000, 'Session not found', { status: 404 });
          },
          { times: 1 },
        ),
      patienceOf(context),
    ),
  judges: [startsAnew({ mayLeave: true }), ...givesUp(ADD)],
});

const slow = clientCase({
  id: 'scenario/calls/slow-link',
  title: 'A slow link is only slow',
  about: 'Holds each piece of each request and answer for a good while. The client gets its result and ends.',
  fix: 'Give connecting and calling limits of many seconds.',
  requirements: ['guarantee.settles', 'guarantee.bounded-retries'],
  needs: playing('tools_call'),
  once: true,
  faults: [latency({ direction: 'both', delayMs: 150, jitterMs: 50 })],
  script: (context) => play(context, 'tools_call'),
  judges: succeeds('guarantee.settles', 'tools/call'),
});

const inPieces = clientCase({
  id: 'scenario/calls/byte-by-byte',
  title: 'An answer is read whatever pieces it comes in',
  about: 'Answers the call on an event stream that is written byte by byte, over two lines that end with CR LF.',
  fix: 'Keep what a read has left over, also between CR and LF, and parse an event when its blank line is there.',
  requirements: ['sse.crlf-split', 'guarantee.settles', 'guarantee.bounded-retries'],
  needs: playing('tools_call'),
  once: true,
  script: (context) =>
    play(context, 'tools_call', ({ server }) =>
      server.on({ tool: ADD }, async (exchange) => {
        const message = { jsonrpc: '2.0', id: exchange.id, result: scenarioResult(exchange) };
        exchange.stream();
        exchange.write(eventOverTwoLines(message), { pieces: [1] });
        await exchange.end();
      }),
    ),
  judges: succeeds('sse.crlf-split', 'tools/call'),
});

const ACCEPTED: readonly {
  readonly name: string;
  readonly what: string;
  readonly serve: (exchange: ServedExchange) => void | Promise<void>;
}[] = [
  {
    name: 'chunked',
    what: '202 and an empty body in chunks',
    async serve(exchange) {
      exchange.head(202);
      await exchange.end();
    },
  },
  {
    name: 'typed',
    what: '202 with a Content-Type and nothing in it',
    serve: (exchange) => exchange.respond(202, '', { 'Content-Type': 'application/json' }),
  },
];

const accepted = ACCEPTED.map(({ name, what, serve }) =>
  clientCase({
    id: `scenario/calls/accepted-${name}`,
    title: `A notification that is accepted by ${what} is accepted`,
    about: `Answers notifications/initialized by ${what}, and all else as usual. The client goes on, gets its result and ends.`,
    fix: 'Look at the status alone when a notification is answered, and read no message from its body.',
    requirements: ['guarantee.settles', 'guarantee.bounded-retries'],
    needs: playing('tools_call'),
    once: true,
    script: (context) =>
      play(context, 'tools_call', ({ server }) => server.on({ rpc: 'notifications/initialized' }, serve)),
    judges: succeeds('guarantee.settles', 'initialize'),
  }),
);

export const cases: ClientCase[] = [...broken, sessionLost, slow, inPieces, ...accepted];
