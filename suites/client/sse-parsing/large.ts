import { deliversOrTells } from '../../../harness/checkers/client/delivers-or-tells.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { responseLine } from '../../support/client/tool-results.js';

const MIB = 1024 * 1024;
/** Beyond the limits that parsers of event streams have by default: 64 KiB and 1 MiB. */
const SIZES_MIB = [2, 8];

export const cases: ClientCase[] = SIZES_MIB.map((sizeMib) =>
  clientCase({
    id: `sse-parsing/large/${sizeMib}-mib`,
    title: `An event of ${sizeMib} MiB is delivered, or its size is named as the reason`,
    about: `Answers a call with one event that holds ${sizeMib} MiB of text. The client returns all of it, or fails the call with an error that says that it was too large. The next call works.`,
    fix: 'Take the limit of the parser off, or let its error reach the call: one that is dropped without a word looks like a server that does not answer.',
    requirements: ['guarantee.error-says-something', 'guarantee.settles', 'guarantee.recovers'],
    reproduces: ['B369'],
    needs: ['op:callTool'],
    once: true,
    heavy: true,
    budgetMs: 60_000,
    async script(context) {
      await context.connected();
      const text = 'faultline-'.repeat((sizeMib * MIB) / 10);
      context.server.on(
        { rpc: 'tools/call' },
        async (exchange) => {
          exchange.event({ data: responseLine(exchange.id, text) });
          await exchange.end();
        },
        { times: 1 },
      );
      const timeoutMs = Math.round(context.answerDeadlineMs);
      const call = context.call('faultline_echo', { text: 'large' }, { label: 'large', timeoutMs });
      await call.outcome(2 * context.answerDeadlineMs);
      await context.call('faultline_echo', { text: 'next' }, { label: 'next' }).outcome();
    },
    judges: [
      deliversOrTells('large', sizeMib * MIB),
      returnsText('next', 'next', 'guarantee.recovers', 'after the large event'),
    ],
  }),
);
