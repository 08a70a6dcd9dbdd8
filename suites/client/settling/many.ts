import { holdsFewConnections } from '../../../harness/checkers/client/holds-few-connections.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';

/** More than the 100 connections that HTTP libraries allow by default. */
const ROUNDS = 12;
const AT_ONCE = 10;
/** Limit of a call that will not be answered, in ms: a client that waits for it is held up no longer. */
const LIMIT_MS = 500;
/** What calls that run at the same time may need, twice over, with streams and other messages besides. */
const FEW = 3 * AT_ONCE;
/** Time, in ms, for the ends of connections to arrive. */
const LEAVES_MS = 1000;
const QUIET = 'the calls are over';

export const cases: ClientCase[] = [
  clientCase({
    id: 'settling/many/malformed-streams',
    title: 'Calls whose streams are malformed leave no connections behind',
    about:
      `Answers ${ROUNDS * AT_ONCE} calls, ${AT_ONCE} at a time, with an event stream that holds what is no JSON and ends in order. ` +
      `Then a call is answered well and works, and no more than ${FEW} connections are open.`,
    fix: 'Give the connection back on every way out of the loop that reads a stream, the one by an exception included: cancel the body, or read it to its end.',
    requirements: ['guarantee.resources-return', 'guarantee.recovers'],
    reproduces: ['B253'],
    needs: ['op:callTool'],
    once: true,
    waits: true,
    budgetMs: 60_000,
    async script(context) {
      await context.connected();
      const good = { is: false };
      context.server.on({ rpc: 'tools/call', where: () => !good.is }, async (exchange) => {
        exchange.event({ data: '{"jsonrpc":"2.0",' });
        await exchange.end();
      });
      for (let round = 0; round < ROUNDS; round += 1) {
        const calls = Array.from({ length: AT_ONCE }, (_, nth) =>
          context.call(
            'faultline_echo',
            { text: 'bad' },
            { label: `bad/${round * AT_ONCE + nth}`, timeoutMs: LIMIT_MS },
          ),
        );
        await Promise.all(calls.map((call) => call.outcome(LIMIT_MS + context.answerDeadlineMs)));
      }
      good.is = true;
      const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
      await context.call('faultline_echo', { text: 'good' }, { label: 'good', timeoutMs }).outcome();
      await context.quiet(LEAVES_MS);
      context.mark(QUIET);
    },
    judges: [
      returnsText('good', 'good', 'guarantee.recovers', 'after the malformed streams'),
      holdsFewConnections(QUIET, FEW),
    ],
  }),
];
