import { callsOnce, executionsFact } from '../../../harness/checkers/client/calls-once.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { ANSWER_ENDINGS } from '../../support/client/answer-endings.js';
import { ANSWER_PHASES } from '../../support/client/answer-phases.js';

const LIMIT_MS = 4000;
const SILENT_LIMIT_MS = 400;
/** The counted call. */
const KEY = 'once';

interface Mishap {
  readonly name: string;
  /** A sentence without its full stop: what the server does once it has executed the call. */
  readonly what: string;
  readonly serve: (exchange: ServedExchange) => void | Promise<void>;
  readonly limitMs?: number;
  /** The call may succeed: the answer is one, or the client is sent to where there is one. */
  readonly mayEnd?: 'any' | 'failed';
  readonly reproduces?: readonly string[];
}

const cuts: readonly Mishap[] = ANSWER_PHASES.flatMap((phase) =>
  ANSWER_ENDINGS.filter((ending) => ending.fits(phase) && !ending.isSilent && ending.name !== 'gone').map((ending) => ({
    name: `${phase.name}-${ending.name}`,
    what: `when ${phase.when}, ${ending.what}`,
    async serve(exchange: ServedExchange): Promise<void> {
      phase.begin(exchange);
      await exchange.end(ending.name === 'clean' ? 'complete' : ending.name === 'rst' ? 'rst' : 'fin');
    },
    reproduces: ['B202', 'B203'],
  })),
);

const statuses: readonly Mishap[] = [500, 502, 503, 504].map((status) => ({
  name: `status-${status}`,
  what: `it answers with HTTP ${status}`,
  serve: (exchange: ServedExchange) => exchange.respond(status),
  reproduces: ['B206'],
}));

const others: readonly Mishap[] = [
  {
    name: 'silence',
    what: 'it never answers, so that the call times out',
    serve: () => undefined,
    limitMs: SILENT_LIMIT_MS,
  },
  {
    name: 'error',
    what: 'it answers with a JSON-RPC error',
    serve: (exchange) => exchange.error(-32_602, 'no such thing'),
    reproduces: ['B204', 'B205'],
  },
  {
    name: 'failed-result',
    what: 'it answers with a result that says that the tool failed',
    serve: (exchange) => exchange.result({ content: [{ type: 'text', text: 'it failed' }], isError: true }),
    mayEnd: 'any',
    reproduces: ['B204'],
  },
];

function mishapCase({ name, what, serve, limitMs = LIMIT_MS, mayEnd = 'failed', reproduces }: Mishap): ClientCase {
  return clientCase({
    id: `at-most-once/calls/${name}`,
    title: `A call is not executed twice: ${what}`,
    about: `Calls a tool that changes something, on a connection that was used before. The server executes the call, then ${what}. The client cannot know that the call was not executed, so that it must not send it again of its own accord; it may come back for the answer, or fail the call. Executions are counted.`,
    fix: 'Send a tools/call once. Repeat it only where it is certain that it was not executed (a connection that was refused, 404 for a lost session, a redirect), and leave everything else to the user.',
    requirements: ['guarantee.at-most-once', 'guarantee.settles', 'guarantee.error-says-something'],
    ...(reproduces !== undefined && { reproduces }),
    ...(name.startsWith('primed') ? { revisions: ['2025-11-25'] as const } : { once: true }),
    needs: ['op:callTool'],
    async script(context) {
      const { server } = context;
      await context.connected();
      await context.call('faultline_echo', { text: 'before' }, { label: 'before' }).outcome();
      server.on({ tool: 'faultline_add' }, (exchange) => {
        exchange.countExecution();
        return serve(exchange);
      });
      const call = context.call('faultline_add', { key: KEY }, { label: 'call', timeoutMs: limitMs });
      await call.outcome(limitMs + context.answerDeadlineMs);
      // What a client would do behind the back of its user, it does before or along with the next call.
      const later = context.call('faultline_echo', { text: 'after' }, { label: 'after', timeoutMs: LIMIT_MS });
      await later.outcome(LIMIT_MS + context.answerDeadlineMs);
      context.fact(executionsFact(KEY), server.executions(KEY));
    },
    judges: [callsOnce(KEY), settles('call', { with: mayEnd })],
  });
}

const redirected = clientCase({
  id: 'at-most-once/calls/redirected',
  title: 'A call that is redirected is not executed twice when its connection breaks',
  about:
    'Answers the call with 307 to another target of the same origin, executes it there, and resets the connection. A client that follows has sent the call twice and had it executed once, which is right; it must not begin anew. A client that does not follow passes too.',
  fix: 'Follow 307 and 308 with the same method and body, and treat what happens afterwards as what happened to the call itself.',
  requirements: ['guarantee.at-most-once', 'guarantee.settles', 'guarantee.error-says-something'],
  once: true,
  needs: ['op:callTool'],
  async script(context) {
    const { server } = context;
    await context.connected();
    server.on({ tool: 'faultline_add' }, (exchange) => {
      if (!exchange.target.includes('?')) {
        exchange.respond(307, '', { Location: `${server.path}?moved` });
        return undefined;
      }
      exchange.countExecution();
      return exchange.end('rst');
    });
    const call = context.call('faultline_add', { key: KEY }, { label: 'call', timeoutMs: LIMIT_MS });
    await call.outcome(LIMIT_MS + context.answerDeadlineMs);
    context.fact(executionsFact(KEY), server.executions(KEY));
  },
  judges: [callsOnce(KEY), settles('call', { with: 'failed' })],
});

const lostSession = clientCase({
  id: 'at-most-once/calls/lost-session',
  title: 'A call that loses its session is executed once at most',
  about:
    'Answers a call with 404, because its session is over: it was not executed, so that the client may send it again in a new session. There it is executed, and the connection is reset before the answer: now it must not be sent again.',
  fix: 'After a 404 open a new session and send the call once more, at most; what happens to it then is final.',
  requirements: ['guarantee.at-most-once', 'guarantee.settles', 'guarantee.error-says-something'],
  once: true,
  needs: ['op:callTool'],
  async script(context) {
    const { server } = context;
    await context.connected();
    server.on({ tool: 'faultline_add' }, (exchange) => {
      exchange.countExecution();
      return exchange.end('rst');
    });
    server.on({ tool: 'faultline_add' }, (exchange) => exchange.respond(404), { times: 1 });
    server.forgetSessions();
    const call = context.call('faultline_add', { key: KEY }, { label: 'call', timeoutMs: LIMIT_MS });
    await call.outcome(LIMIT_MS + context.answerDeadlineMs);
    context.fact(executionsFact(KEY), server.executions(KEY));
  },
  judges: [callsOnce(KEY), settles('call', { with: 'failed' })],
});

export const cases: ClientCase[] = [...[...cuts, ...statuses, ...others].map(mishapCase), redirected, lostSession];
