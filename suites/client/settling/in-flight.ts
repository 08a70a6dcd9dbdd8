import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { refuse } from '../../../harness/faults/refuse.js';

const CALLS = Array.from({ length: 10 }, (_, index) => `call-${index + 1}`);
const LIMIT_MS = 2500;
const SILENT_LIMIT_MS = 700;

type Death = 'fin' | 'rst' | 'silence';

const WHAT: Readonly<Record<Death, string>> = {
  fin: 'all connections are closed and new ones are refused',
  rst: 'all connections are reset and new ones are refused',
  silence: 'nothing is ever answered',
};

function flightCase(death: Death): ClientCase {
  const limitMs = death === 'silence' ? SILENT_LIMIT_MS : LIMIT_MS;
  return clientCase({
    id: `settling/in-flight/${death}`,
    title: `Ten calls in flight all end when ${WHAT[death]}`,
    about: `Ten calls run at the same time, half of them with the head of an event stream and half without any answer, when ${WHAT[death]}. Each of them has to end, once, with an error that says something.`,
    fix: 'Keep every pending call in one table and fail each entry whose connection ends; do not stop at the first, and do not leave the rest to a handler that runs once.',
    requirements: ['guarantee.settles', 'guarantee.error-says-something', 'timeout.all-requests'],
    reproduces: ['B048', 'B203'],
    once: true,
    needs: ['op:callTool'],
    async script(context) {
      await context.connected();
      let arrived = 0;
      context.server.on({ rpc: 'tools/call' }, (exchange) => {
        arrived += 1;
        if (arrived % 2 === 0) exchange.stream();
      });
      const calls = CALLS.map((label) =>
        context.call('faultline_echo', { text: label }, { label, timeoutMs: limitMs }),
      );
      if (death !== 'silence') {
        await context.server.arrival('all calls', { rpc: 'tools/call' }, CALLS.length, LIMIT_MS / 2);
        await context.arm(refuse({}));
        await context.server.stop(death);
      }
      await Promise.all(calls.map((call) => call.outcome(limitMs + context.answerDeadlineMs)));
    },
    judges: CALLS.map((label) => settles(label, { with: 'failed' })),
  });
}

export const cases: ClientCase[] = [flightCase('fin'), flightCase('rst'), flightCase('silence')];
