import { failsBeforeLimit } from '../../../harness/checkers/client/fails-before-limit.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';

const LIMIT_MS = 2000;
const JSON_BODY = { 'Content-Type': 'application/json' };

interface NoAnswer {
  readonly name: string;
  readonly what: string;
  readonly serve: (exchange: ServedExchange) => void;
  readonly reproduces?: readonly string[];
}

function body(text: string, headers: Readonly<Record<string, string>> = JSON_BODY): NoAnswer['serve'] {
  return (exchange) => exchange.respond(200, text, headers);
}

function eventThenEnd(event: string | undefined, data: string): NoAnswer['serve'] {
  return (exchange) => {
    exchange.event({ ...(event !== undefined && { event }), data });
    void exchange.end();
  };
}

const NO_ANSWERS: readonly NoAnswer[] = [
  { name: 'empty-json', what: 'an empty body of type JSON', serve: body('') },
  { name: 'empty', what: 'an empty body without a type', serve: body('', {}) },
  { name: 'bad-json', what: 'a body that is no JSON', serve: body('{"jsonrpc":"2.0",'), reproduces: ['B055'] },
  { name: 'null', what: 'null', serve: body('null') },
  { name: 'no-message', what: 'an object that is no message', serve: body('{"ok":true}') },
  { name: 'empty-array', what: 'an empty array', serve: body('[]') },
  {
    name: 'html',
    what: 'an HTML page with status 200',
    serve: body('<html><body>Please log in</body></html>', { 'Content-Type': 'text/html' }),
  },
  { name: 'text', what: 'a plain text', serve: body('OK', { 'Content-Type': 'text/plain' }) },
  { name: '202', what: 'status 202, which is for what needs no answer', serve: (exchange) => exchange.respond(202) },
  { name: '204', what: 'status 204', serve: (exchange) => exchange.respond(204) },
  {
    name: 'foreign-id',
    what: 'a response to something else',
    serve: body('{"jsonrpc":"2.0","id":"nobody","result":{"content":[]}}'),
  },
  {
    name: 'bad-event',
    what: 'an event that is no JSON, and the end of the stream',
    serve: eventThenEnd(undefined, '{"jsonrpc":"2.0",'),
    reproduces: ['B055'],
  },
  {
    name: 'error-event',
    what: 'an event of another type, and the end of the stream',
    serve: eventThenEnd('error', '{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"broken"}}'),
    reproduces: ['B061'],
  },
  {
    name: 'error-without-id',
    what: 'an error whose id is null',
    serve: body('{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"broken"}}'),
  },
];

export const cases: ClientCase[] = NO_ANSWERS.map(({ name, what, serve, reproduces }) =>
  clientCase({
    id: `settling/answers/${name}`,
    title: `A call that is answered with ${what} ends`,
    about: `Answers a call with ${what}. There is no response in it and none will come: the call has to fail, before its time-out where the client wants to be helpful, and with a text.`,
    fix: 'When the answer to a POST has ended and the call in it is still pending, reject that call and say what came instead.',
    requirements: ['guarantee.settles', 'guarantee.error-says-something', 'jsonrpc.response.required'],
    ...(reproduces !== undefined && { reproduces }),
    once: true,
    needs: ['op:callTool'],
    async script(context) {
      await context.connected();
      context.server.on({ rpc: 'tools/call' }, serve);
      const call = context.call('faultline_echo', { text: 'hello' }, { label: 'call', timeoutMs: LIMIT_MS });
      await call.outcome(LIMIT_MS + context.answerDeadlineMs);
    },
    judges: [settles('call', { with: 'failed' }), failsBeforeLimit('call')],
  }),
);
