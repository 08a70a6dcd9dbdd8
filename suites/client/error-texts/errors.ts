import { keepsCause } from '../../../harness/checkers/client/keeps-cause.js';
import type { Cause } from '../../../harness/checkers/client/keeps-cause.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';

/** A way in which a server says that a call has failed. */
interface Failure extends Cause {
  readonly name: string;
  readonly answer: (exchange: ServedExchange) => void | Promise<void>;
  readonly reproduces?: readonly string[];
}

const TEXT = 'the faultline quota is used up';
const CODE = -32055;

function errorOf(exchange: ServedExchange): Readonly<Record<string, unknown>> {
  return { jsonrpc: '2.0', id: exchange.id, error: { code: CODE, message: TEXT, data: { limit: 3 } } };
}

const FAILURES: readonly Failure[] = [
  {
    name: 'json',
    code: CODE,
    text: TEXT,
    answer: (exchange) => exchange.error(CODE, TEXT, { data: ['any', { kind: 'of data' }] }),
  },
  {
    name: 'stream',
    code: CODE,
    text: TEXT,
    async answer(exchange) {
      exchange.stream();
      exchange.send(errorOf(exchange));
      await exchange.end();
    },
  },
  {
    name: 'status-with-error',
    code: CODE,
    status: 400,
    text: TEXT,
    answer: (exchange) =>
      exchange.respond(400, JSON.stringify(errorOf(exchange)), { 'Content-Type': 'application/json' }),
  },
  {
    name: 'forbidden',
    status: 403,
    phrase: 'Forbidden',
    text: TEXT,
    answer: (exchange) => exchange.respond(403, TEXT, { 'Content-Type': 'text/plain' }),
  },
  {
    name: 'unauthorized-without-a-type',
    status: 401,
    phrase: 'Unauthorized',
    text: TEXT,
    answer: (exchange) => exchange.respond(401, TEXT),
    reproduces: ['B375'],
  },
  {
    name: 'broken-server-without-a-type',
    status: 500,
    phrase: 'Internal Server Error',
    text: TEXT,
    answer: (exchange) => exchange.respond(500, TEXT),
    reproduces: ['B375'],
  },
  {
    name: 'broken-server',
    status: 500,
    phrase: 'Internal Server Error',
    text: TEXT,
    answer: (exchange) => exchange.respond(500, TEXT, { 'Content-Type': 'text/plain' }),
  },
  {
    name: 'bad-gateway',
    status: 502,
    text: 'Bad Gateway',
    answer: (exchange) =>
      exchange.respond(502, '<html><h1>502 Bad Gateway</h1></html>', { 'Content-Type': 'text/html' }),
  },
];

function caseOf({ name, answer, reproduces, ...cause }: Failure): ClientCase {
  return clientCase({
    id: `error-texts/errors/${name}`,
    title: `The user is told the cause of a failed call (${name.replaceAll('-', ' ')})`,
    about:
      'One call is answered with an error. What the client tells its user must name the cause: the text, the code or the status that the server gave; any one of them is enough. The next call has to work.',
    fix: 'Put the status, the code and the text of the answer into the error that you throw.',
    requirements: ['guarantee.error-says-something', 'guarantee.recovers', 'jsonrpc.error.data-any'],
    ...(reproduces !== undefined && { reproduces }),
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await context.connected();
      context.server.on({ rpc: 'tools/call' }, answer, { times: 1 });
      const timeoutMs = Math.round(context.answerDeadlineMs * 0.5);
      await context.call('faultline_echo', { text: 'refused' }, { label: 'refused', timeoutMs }).outcome();
      await context.call('faultline_echo', { text: 'next' }, { label: 'next', timeoutMs }).outcome();
    },
    judges: [keepsCause('refused', cause), returnsText('next', 'next', 'guarantee.recovers', 'after the error')],
  });
}

export const cases: ClientCase[] = FAILURES.map(caseOf);
