import { boundedAttempts, requests } from '../../../harness/checkers/client/bounded-attempts.js';
import { failsBeforeLimit } from '../../../harness/checkers/client/fails-before-limit.js';
import { postsOnce } from '../../../harness/checkers/client/resumes.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { A_LOG_MESSAGE } from '../../support/client/answer-phases.js';

const RETRY_MS = 20;
/** Long enough for a storm to be one, in ms. */
const LIMIT_MS = 3000;

interface Refusal {
  readonly status: number;
  /** It may be another after a while: a client may go on asking, with pauses, until the limit of the call. */
  readonly isPassing: boolean;
}

const REFUSALS: readonly Refusal[] = [
  { status: 400, isPassing: false },
  { status: 404, isPassing: false },
  { status: 405, isPassing: false },
  { status: 500, isPassing: true },
];

export const cases: ClientCase[] = REFUSALS.map(({ status, isPassing }) =>
  clientCase({
    id: `resumption/refused/${status}`,
    title: `A call ends when its stream was cut and cannot be resumed (${status})`,
    about: `Cuts the stream of a call after an event with an id, and answers each GET that would continue it with ${status}. The call ends with an error${isPassing ? '' : ', before its limit where the client wants to be helpful'}; it is not posted again, since it may have run, and the client does not ask over and over.`,
    fix: 'When the answer to a resumption is no event stream, fail the call with what the server said; come back only after a status that may pass, with growing pauses and not for ever.',
    requirements: [
      'guarantee.settles',
      'guarantee.error-says-something',
      'guarantee.bounded-retries',
      'guarantee.at-most-once',
    ],
    needs: ['op:callTool', 'resumes'],
    once: true,
    server: { offersGetStream: false },
    async script(context) {
      const { server } = context;
      await context.connected();
      server.on(
        { rpc: 'tools/call' },
        async (exchange) => {
          exchange.event({ id: 'one', data: JSON.stringify(A_LOG_MESSAGE), retry: RETRY_MS });
          await exchange.end('fin');
        },
        { times: 1 },
      );
      server.on({ method: 'GET', resumes: true }, (exchange) =>
        exchange.respond(status, 'no such stream', { 'Content-Type': 'text/plain' }),
      );
      const options = { label: 'call', timeoutMs: LIMIT_MS, resumable: true };
      await context.call('faultline_echo', { text: 'cut' }, options).outcome(LIMIT_MS + context.answerDeadlineMs);
    },
    judges: [
      settles('call'),
      postsOnce('guarantee.at-most-once'),
      boundedAttempts('while a stream cannot be resumed', requests()),
      ...(isPassing ? [] : [failsBeforeLimit('call')]),
    ],
  }),
);
