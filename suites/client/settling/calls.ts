import { failsBeforeLimit } from '../../../harness/checkers/client/fails-before-limit.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { ANSWER_ENDINGS } from '../../support/client/answer-endings.js';
import type { AnswerEnding } from '../../support/client/answer-endings.js';
import { ANSWER_PHASES } from '../../support/client/answer-phases.js';
import type { AnswerPhase } from '../../support/client/answer-phases.js';

/** Limits of a call, in ms: one that has to be waited for, and one that a client need not come to. */
const SILENT_LIMIT_MS = 500;
const LIMIT_MS = 2500;

const REPRODUCES: Readonly<Record<string, readonly string[]>> = {
  'request-rst': ['B048', 'B202'],
  'request-silence': ['B274'],
  'stream-head-clean': ['B049'],
  'notification-rst': ['B054'],
  'inside-event-silence': ['B067'],
  'primed-fin': ['B167'],
  'primed-rst': ['B054'],
};

function callCase(phase: AnswerPhase, ending: AnswerEnding): ClientCase {
  const limitMs = ending.isSilent ? SILENT_LIMIT_MS : LIMIT_MS;
  const name = `${phase.name}-${ending.name}`;
  // A client that may come back for the rest may do so until the time is over.
  const isPrompt = !ending.isSilent && !phase.gaveId;
  return clientCase({
    id: `settling/calls/${name}`,
    title: `A call ends when ${phase.when} and ${ending.what}`,
    about:
      `Calls a tool. Each time that the call arrives, ${ending.what}, when ${phase.when}; the response never comes. The call has to fail within its time-out, with a text.` +
      (isPrompt
        ? ' A call that waits for its time-out although its connection is visibly over is worth a warning.'
        : ''),
    fix: 'Tie each pending call to the request that carries it: whatever way that request or its stream ends without the response, reject the call with the reason, and let a timer reject it where nothing happens at all.',
    requirements: [
      'guarantee.settles',
      'guarantee.error-says-something',
      'jsonrpc.response.required',
      ...(ending.isSilent ? ['tools.client-timeout', 'timeout.all-requests'] : []),
    ],
    ...(REPRODUCES[name] !== undefined && { reproduces: REPRODUCES[name] }),
    ...(phase.gaveId ? { revisions: ['2025-11-25'] as const } : { once: true }),
    needs: ['op:callTool'],
    async script(context) {
      await context.connected();
      let hasStruck = false;
      context.server.on({ rpc: 'tools/call' }, async (exchange) => {
        phase.begin(exchange);
        // Only one refusal can be put on the link.
        if (ending.name === 'gone' && hasStruck) return exchange.end('fin');
        hasStruck = true;
        await ending.strike(exchange, context);
      });
      const call = context.call('faultline_echo', { text: 'hello' }, { label: 'call', timeoutMs: limitMs });
      await call.outcome(limitMs + context.answerDeadlineMs);
    },
    judges: [settles('call', { with: 'failed' }), ...(isPrompt ? [failsBeforeLimit('call')] : [])],
  });
}

export const cases: ClientCase[] = ANSWER_PHASES.flatMap((phase) =>
  ANSWER_ENDINGS.filter((ending) => ending.fits(phase)).map((ending) => callCase(phase, ending)),
);
