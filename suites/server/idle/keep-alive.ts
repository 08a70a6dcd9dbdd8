import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { carriesMessagesInEvents } from '../../../harness/checkers/invariants/event-data.js';
import { keepsAlive } from '../../../harness/checkers/keep-alive.js';
import { pingsModerately } from '../../../harness/checkers/moderate-pings.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { openListening } from '../../support/listening.js';

const SILENCE_MS = 3000;
const OVER = 'silence-over';

const TEXTS = {
  fix: 'Write a comment line (": keep-alive") every 15 s or so on every open event stream, that of a running call as well as that of a GET, and flush it.',
  requirements: [
    'guarantee.keep-alive',
    'ping.not-excessive',
    'jsonrpc.follow-2.0',
    'guarantee.no-loss',
    'guarantee.recovers',
  ],
  once: true,
  waits: true,
} satisfies Partial<ServerCase>;

const ABOUT =
  'Intervals of 15 to 30 s are usual and right, so that the default wait of 3 s judges only the form of what comes; run with --time-scale 12 to have the silence last for 36 s and be judged itself.';

export const cases: ServerCase[] = [
  serverCase({
    ...TEXTS,
    id: 'idle/keep-alive/call',
    title: 'Something is sent while a call is silent, and it does no harm',
    about: `Measures how long nothing comes on the stream of a call that says nothing. ${ABOUT}`,
    reproduces: ['B076', 'B081', 'B088', 'B089', 'B091'],
    needs: ['tool:faultline_sleep', 'sse-answers'],
    async script(context) {
      const session = await context.connect();
      const ms = Math.round(context.scaled(SILENCE_MS));
      const deadlineMs = ms + context.answerDeadlineMs;
      const call = session.callTool('faultline_sleep', { ms }, { label: 'silent', deadlineMs });
      await call.answer(deadlineMs);
      context.mark(OVER);
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      keepsAlive('silent', OVER),
      pingsModerately('silent', OVER),
      carriesMessagesInEvents(),
      laterCallsWork(['silent', 'later']),
    ],
  }),
  serverCase({
    ...TEXTS,
    id: 'idle/keep-alive/get',
    title: 'Something is sent on a GET stream that is silent, and it does no harm',
    about: `Measures how long nothing comes on an open GET stream. ${ABOUT}`,
    reproduces: ['B076', 'B077', 'B084', 'B088', 'B091'],
    needs: ['get-stream'],
    async script(context) {
      const session = await context.connect();
      const stream = await openListening(context, session, 'silent');
      await context.silence(SILENCE_MS);
      context.mark(OVER);
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [
      keepsAlive('silent', OVER),
      pingsModerately('silent', OVER),
      carriesMessagesInEvents(),
      laterCallsWork(['later']),
    ],
  }),
];
