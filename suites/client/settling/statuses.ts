import { failsBeforeLimit } from '../../../harness/checkers/client/fails-before-limit.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { isObject } from '../../../harness/wire/jsonrpc.js';

const STATUSES = [400, 401, 403, 404, 405, 406, 413, 415, 429, 500, 502, 503, 504] as const;
const BODIES = ['empty', 'html', 'json-rpc'] as const;
const LIMIT_MS = 1500;

/** By these a server asks for the request to be sent again, so that a client may do that until its time is over. */
const INVITES_AGAIN: ReadonlySet<number> = new Set([404, 429, 503]);

function refuseWith(exchange: ServedExchange, status: number): void {
  const given = exchange.params['arguments'];
  const body = isObject(given) ? given['text'] : undefined;
  if (body === 'json-rpc') exchange.error(-32_603, 'the call was refused', { status });
  else if (body === 'html') {
    const page = `<html><body><h1>${status}</h1></body></html>`;
    exchange.respond(status, page, { 'Content-Type': 'text/html' });
  } else exchange.respond(status);
}

export const cases: ClientCase[] = STATUSES.map((status) =>
  clientCase({
    id: `settling/statuses/${status}`,
    title: `A call that is answered with HTTP ${status} ends`,
    about: `Answers each call with status ${status}: with an empty body, with an HTML page, with a JSON-RPC error. Each call has to fail in time with a text, whatever the client makes of its session.`,
    fix: 'Reject the pending call whenever the answer to its POST is no success, with the status in the text, and bound what is done about it first (another handshake, another attempt).',
    requirements: ['guarantee.settles', 'guarantee.error-says-something', 'jsonrpc.response.required'],
    reproduces: status === 404 ? ['B056', 'B069'] : status >= 500 ? ['B052', 'B056'] : ['B056'],
    once: true,
    needs: ['op:callTool'],
    async script(context) {
      await context.connected();
      context.server.on({ rpc: 'tools/call' }, (exchange) => refuseWith(exchange, status));
      for (const body of BODIES) {
        const call = context.call('faultline_echo', { text: body }, { label: body, timeoutMs: LIMIT_MS });
        const { kind } = await call.outcome(LIMIT_MS + context.answerDeadlineMs);
        // One that hangs is enough: it has been waited for long.
        if (kind === 'none') break;
      }
    },
    judges: BODIES.flatMap((body) => [
      settles(body, { with: 'failed' }),
      ...(INVITES_AGAIN.has(status) ? [] : [failsBeforeLimit(body)]),
    ]),
  }),
);
