import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { eventStream } from '../../support/client/event-stream.js';
import { callEcho, settleIn } from '../../support/client/recovery.js';

/** Longer than the 5 s that HTTP libraries wait by default; --time-scale makes it longer than other limits. */
const WAIT_MS = 6000;
const STEPS = 12;

interface Wait {
  readonly name: string;
  readonly title: string;
  readonly what: string;
  readonly wait: (context: ClientContext) => Promise<void>;
  readonly reproduces: readonly string[];
}

const WAITS: readonly Wait[] = [
  {
    name: 'old-stream',
    title: 'A call on an event stream that is old works',
    what: 'Comments come on the event stream, one after the other',
    async wait(context) {
      const stream = eventStream(context);
      for (let step = 0; step < STEPS; step += 1) {
        await context.silence(WAIT_MS / STEPS);
        stream.event({ comment: 'still here' });
      }
    },
    reproduces: ['B275'],
  },
  {
    name: 'silent-stream',
    title: 'A call after a long silence of the event stream works',
    what: 'Nothing comes on the event stream',
    wait: (context) => context.silence(WAIT_MS),
    reproduces: ['B276'],
  },
];

export const cases: ClientCase[] = WAITS.map(({ name, title, what, wait, reproduces }) =>
  clientCase({
    id: `http-sse/patience/${name}`,
    title,
    about:
      `${what}, and no call is made. Then a call is made, and works: an event stream may last, and be silent, for as long as nobody has anything to say. ` +
      `The default wait of ${WAIT_MS / 1000} s is longer than the usual limits for a request; run with --time-scale 6 to have it last for 36 s, with 60 for six minutes.`,
    fix: 'Set no limit for the request of the event stream, neither for the whole nor between two reads, or open another stream, with a handshake, when it has passed.',
    requirements: ['guarantee.recovers', 'guarantee.settles', 'guarantee.error-says-something'],
    reproduces,
    transport: 'http-sse',
    needs: ['op:callTool'],
    waits: true,
    budgetMs: 60_000,
    async script(context) {
      await settleIn(context);
      await wait(context);
      await callEcho(context, 'later', Math.round(context.answerDeadlineMs / 2));
    },
    judges: [settles('later', { with: 'ok', rule: 'guarantee.recovers' })],
  }),
);
