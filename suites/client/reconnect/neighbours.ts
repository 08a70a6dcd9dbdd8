import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { FAULTY_CALL_MS, settleIn } from '../../support/client/recovery.js';
import { textResult } from '../../support/client/tool-results.js';

interface Mishap {
  readonly name: string;
  /** A sentence without its full stop. */
  readonly what: string;
  readonly strike: (exchange: ServedExchange) => void | Promise<void>;
}

const MISHAPS: readonly Mishap[] = [
  { name: 'reset', what: 'its connection is reset', strike: (exchange) => exchange.end('rst') },
  { name: 'closed', what: 'its connection is closed', strike: (exchange) => exchange.end('fin') },
  { name: 'unavailable', what: 'it is answered by 503', strike: (exchange) => exchange.respond(503) },
];

/** Limit, in ms, of the call that goes on: it outlasts the other one on any machine. */
const STEADY_MS = 3 * FAULTY_CALL_MS;

export const cases: ClientCase[] = MISHAPS.map(({ name, what, strike }) =>
  clientCase({
    id: `reconnect/neighbours/${name}`,
    title: `A call goes on while another one fails: ${what}`,
    about: `One call runs, on an event stream of its own. Another is made, and ${what}. That one ends; then the first is answered, and has to succeed.`,
    fix: 'Let what happens to one exchange end that exchange alone: give each call an error scope of its own, so that an exception in one does not cancel the others.',
    requirements: ['guarantee.isolation', 'guarantee.settles', 'guarantee.error-says-something'],
    needs: ['op:callTool'],
    once: true,
    async script(context: ClientContext) {
      await settleIn(context);
      const { server } = context;
      // The newest rule is asked first: the call that runs on takes it, and the next one the other.
      server.on({ tool: 'faultline_echo' }, strike);
      server.on({ tool: 'faultline_echo' }, (exchange) => exchange.stream(), { times: 1 });
      const steady = context.call('faultline_echo', { text: 'steady' }, { label: 'steady', timeoutMs: STEADY_MS });
      const stream = await server.arrival('the call that goes on', { tool: 'faultline_echo' }, 2);
      await context
        .call('faultline_echo', { text: 'struck' }, { label: 'struck', timeoutMs: FAULTY_CALL_MS })
        .outcome();
      const second = await server.arrival('the call that fails', { tool: 'faultline_echo' }, 3);
      context.require(second !== undefined, 'the client did not make two calls at once');
      await stream?.finish(textResult('steady'));
      await steady.outcome(STEADY_MS + context.answerDeadlineMs);
    },
    judges: [settles('struck', { with: 'failed' }), settles('steady', { with: 'ok', rule: 'guarantee.isolation' })],
  }),
);
