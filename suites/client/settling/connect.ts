import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { ANSWER_ENDINGS } from '../../support/client/answer-endings.js';
import { ANSWER_PHASES } from '../../support/client/answer-phases.js';

/** Limits in ms: one that has to be waited for, and one that a client need not come to. */
const SILENT_LIMIT_MS = 800;
const LIMIT_MS = 3000;
const FIX =
  'Give connecting a limit of its own that covers the handshake, and reject it when the answer to initialize ends without a result.';

async function connectOnce(context: ClientContext, limitMs = LIMIT_MS): Promise<void> {
  await context.connect({ label: 'connect', timeoutMs: limitMs }).outcome(limitMs + context.answerDeadlineMs);
}

const HANDSHAKE_PHASES = ANSWER_PHASES.filter(({ gaveId }) => !gaveId);
const HANDSHAKE_ENDINGS = ANSWER_ENDINGS.filter(({ name }) => name !== 'gone');

const broken = HANDSHAKE_PHASES.flatMap((phase) =>
  HANDSHAKE_ENDINGS.filter((ending) => ending.fits(phase)).map((ending) =>
    clientCase({
      id: `settling/connect/${phase.name}-${ending.name}`,
      title: `Connecting ends when ${phase.when} and ${ending.what}`,
      about: `Answers initialize so that ${ending.what} when ${phase.when}, however often it is tried. Connecting has to fail within its time-out, with a text.`,
      fix: FIX,
      requirements: ['guarantee.settles', 'guarantee.error-says-something', 'timeout.all-requests'],
      ...(ending.isSilent && { reproduces: ['B066', 'B067'] }),
      once: true,
      async script(context) {
        context.server.on({ rpc: 'initialize' }, async (exchange) => {
          phase.begin(exchange);
          await ending.strike(exchange, context);
        });
        await connectOnce(context, ending.isSilent ? SILENT_LIMIT_MS : LIMIT_MS);
      },
      judges: [settles('connect', { with: 'failed' })],
    }),
  ),
);

interface Refusal {
  readonly name: string;
  readonly what: string;
  readonly serve: (exchange: ServedExchange) => void;
  readonly reproduces?: readonly string[];
  /** Whether the server assigns sessions; default true. */
  readonly sessions?: boolean;
}

const REFUSALS: readonly Refusal[] = [
  {
    name: '404-html',
    what: 'HTTP 404 and a page',
    serve: (exchange) => exchange.respond(404, '<h1>404</h1>', { 'Content-Type': 'text/html' }),
  },
  { name: '503-empty', what: 'HTTP 503', serve: (exchange) => exchange.respond(503) },
  {
    name: '200-empty',
    what: 'an empty body',
    serve: (exchange) => exchange.respond(200, '', { 'Content-Type': 'application/json' }),
  },
  { name: '202', what: 'HTTP 202', serve: (exchange) => exchange.respond(202) },
  { name: '204', what: 'HTTP 204', serve: (exchange) => exchange.respond(204) },
  {
    name: 'html',
    what: 'a page with HTTP 200',
    serve: (exchange) => exchange.respond(200, '<h1>Log in</h1>', { 'Content-Type': 'text/html' }),
  },
  {
    name: 'bad-json',
    what: 'a body that is no JSON',
    serve: (exchange) => exchange.respond(200, '{"jsonrpc"', { 'Content-Type': 'application/json' }),
  },
  { name: 'error', what: 'a JSON-RPC error', serve: (exchange) => exchange.error(-32_603, 'not today') },
];

const refused = REFUSALS.map(({ name, what, serve }) =>
  clientCase({
    id: `settling/connect/${name}`,
    title: `Connecting ends when initialize is answered with ${what}`,
    about: `Answers initialize with ${what}, however often it is tried. Connecting has to fail within its time-out, with a text.`,
    fix: FIX,
    requirements: ['guarantee.settles', 'guarantee.error-says-something'],
    reproduces: ['B055', 'B056'],
    once: true,
    async script(context) {
      context.server.on({ rpc: 'initialize' }, serve);
      await connectOnce(context);
    },
    judges: [settles('connect', { with: 'failed' })],
  }),
);

const INITIALIZED: readonly Refusal[] = [
  { name: 'silence', what: 'never answered', serve: () => undefined },
  { name: '500', what: 'answered with HTTP 500', serve: (exchange) => exchange.respond(500) },
];

const initialized = INITIALIZED.map(({ name, what, serve }) =>
  clientCase({
    id: `settling/connect/initialized-${name}`,
    title: `Connecting ends when notifications/initialized is ${what}`,
    about: `Answers initialize well; notifications/initialized is ${what}. Whether that is worth failing for is up to the client, but connecting has to end within its time-out.`,
    fix: 'Let the limit of connecting cover the notification that ends the handshake.',
    requirements: ['guarantee.settles', 'guarantee.error-says-something', 'timeout.all-requests'],
    once: true,
    waits: name === 'silence',
    async script(context) {
      context.server.on({ rpc: 'notifications/initialized' }, serve);
      await connectOnce(context, name === 'silence' ? SILENT_LIMIT_MS : LIMIT_MS);
    },
    judges: [settles('connect')],
  }),
);

const GET_ANSWERS: readonly Refusal[] = [
  { name: 'silence', what: 'never answered', serve: () => undefined, reproduces: ['B064'] },
  {
    name: '404',
    what: 'answered with HTTP 404',
    serve: (exchange) => exchange.respond(404),
    reproduces: ['B226'],
    // In a session it would say that this one is over.
    sessions: false,
  },
  { name: '400', what: 'answered with HTTP 400', serve: (exchange) => exchange.respond(400) },
  { name: '405', what: 'answered with HTTP 405', serve: (exchange) => exchange.respond(405, '', { Allow: 'POST' }) },
  { name: '501', what: 'answered with HTTP 501', serve: (exchange) => exchange.respond(501) },
];

const listening = GET_ANSWERS.map(({ name, what, serve, reproduces = [], sessions = true }) =>
  clientCase({
    id: `settling/connect/get-${name}`,
    title: `Connecting and listing work when the optional GET stream is ${what}`,
    about: `The GET that opens a stream for messages of the server is ${what}. That stream is optional: connecting and a listing have to succeed without it.`,
    fix: 'Open the GET stream in the background, wait for it nowhere, and go on without it whatever its answer is.',
    requirements: ['guarantee.settles'],
    reproduces: ['B051', 'B057', ...reproduces],
    once: true,
    needs: ['get-stream', 'op:listTools'],
    server: { sessions },
    async script(context) {
      context.server.on({ method: 'GET' }, serve);
      await context.connect({ label: 'connect' }).outcome();
      await context.client.start('listTools', {}, { label: 'list' }).outcome();
    },
    judges: [settles('connect', { with: 'ok' }), settles('list', { with: 'ok' })],
  }),
);

export const cases: ClientCase[] = [...broken, ...refused, ...initialized, ...listening];
