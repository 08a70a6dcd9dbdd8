import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { startsAnew } from '../../../harness/checkers/client/starts-anew.js';
import { tellsCode } from '../../../harness/checkers/client/tells-code.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { headerValue } from '../../../harness/wire/http-head.js';
import type { JsonRpcId } from '../../../harness/wire/jsonrpc.js';

/** A body that servers send with the 404 for a session that is gone. */
interface Form {
  readonly name: string;
  readonly type?: string;
  readonly body: (id: JsonRpcId | undefined) => string;
  /** Known defects of clients that look for something in the body that this form does not have. */
  readonly reproduces?: readonly string[];
}

const MESSAGE = 'Session not found';
const CODE = -32_001;

const FORMS: readonly Form[] = [
  { name: 'empty', body: () => '', reproduces: ['B372', 'B373'] },
  { name: 'text', type: 'text/plain', body: () => MESSAGE, reproduces: ['B372'] },
  {
    name: 'html',
    type: 'text/html',
    body: () => `<html><body><h1>404 ${MESSAGE}</h1></body></html>`,
    reproduces: ['B372'],
  },
  { name: 'json', type: 'application/json', body: () => JSON.stringify({ error: MESSAGE }), reproduces: ['B372'] },
  {
    name: 'error-with-id',
    type: 'application/json',
    body: (id) => JSON.stringify({ jsonrpc: '2.0', id, error: { code: CODE, message: MESSAGE } }),
    reproduces: ['B371'],
  },
  {
    name: 'error-without-id',
    type: 'application/json',
    body: () => JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: CODE, message: MESSAGE } }),
    reproduces: ['B371'],
  },
];

function caseOf({ name, type, body, reproduces = [] }: Form): ClientCase {
  return clientCase({
    id: `session-loss/not-found/${name}`,
    title: `A session is begun anew after a 404 whose body is ${name.replaceAll('-', ' ')}`,
    about:
      'The server forgets the session and answers its id with 404, in one of the forms that servers use. The client must begin a new session by initialize without the old id. Whether the call that met the 404 is repeated or fails is left to the client; the next one has to work.',
    fix: 'On 404 to a request with a session id, whatever its body, drop the id, send initialize without it and then notifications/initialized, and make the next call in the new session. Do not treat the body as the answer to the call.',
    requirements: ['http.session.reinit-on-404', 'guarantee.recovers', 'guarantee.error-says-something'],
    reproduces: ['B015', 'B016', 'B017', 'B019', 'B022', 'B023', 'B024', 'B025', 'B026', 'B028', 'B029', ...reproduces],
    needs: ['op:callTool'],
    once: true,
    async script(context: ClientContext) {
      const { server } = context;
      await context.connected();
      const lost = server.session;
      context.require(lost !== undefined, 'the client opened no session');
      server.forgetSessions();
      server.on({ where: ({ headers }) => headerValue(headers, 'mcp-session-id') === lost }, (exchange) => {
        exchange.respond(404, body(exchange.id), type === undefined ? {} : { 'Content-Type': type });
      });
      const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
      await context.call('faultline_echo', { text: 'first' }, { label: 'first', timeoutMs }).outcome();
      await context.call('faultline_echo', { text: 'next' }, { label: 'next', timeoutMs }).outcome();
    },
    judges: [
      startsAnew(),
      tellsCode('first', { code: CODE, status: 404 }),
      returnsText('next', 'next', 'guarantee.recovers', 'after the session was lost'),
    ],
  });
}

export const cases: ClientCase[] = FORMS.map(caseOf);
