import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';

/** A client that waits for the end of the stream has to be told from one that takes the response. */
const LIMIT_MS = 1500;

interface Aftermath {
  readonly name: string;
  readonly what: string;
  readonly strike: (exchange: ServedExchange) => Promise<void>;
}

const AFTERMATHS: readonly Aftermath[] = [
  { name: 'open', what: 'the stream stays open', strike: () => Promise.resolve() },
  {
    name: 'fin',
    what: 'the connection is closed without the end of the body',
    strike: (exchange) => exchange.end('fin'),
  },
  { name: 'clean', what: 'the stream ends in order', strike: (exchange) => exchange.end() },
];

export const cases: ClientCase[] = AFTERMATHS.map(({ name, what, strike }) =>
  clientCase({
    id: `settling/after-answer/${name}`,
    title: `A call succeeds when its response has come and ${what}`,
    about: `Answers a call on an event stream; then ${what}. What happens to the stream after the response is no concern of the caller, who has to get the result at once.`,
    fix: 'Read the event stream as it comes and resolve the call when its response event is complete, not when the body ends; ignore how the stream ends afterwards.',
    requirements: ['guarantee.settles', 'guarantee.no-loss', 'http.stream.client-tolerates-missing-end'],
    reproduces: ['B059', 'B178'],
    once: true,
    needs: ['op:callTool'],
    async script(context) {
      await context.connected();
      context.server.on({ rpc: 'tools/call' }, async (exchange) => {
        exchange.send({
          jsonrpc: '2.0',
          id: exchange.id,
          result: { content: [{ type: 'text', text: 'hello' }] },
        });
        await strike(exchange);
      });
      const call = context.call('faultline_echo', { text: 'hello' }, { label: 'call', timeoutMs: LIMIT_MS });
      await call.outcome(LIMIT_MS + context.answerDeadlineMs);
    },
    judges: [settles('call', { with: 'ok', rule: 'guarantee.no-loss' })],
  }),
);
