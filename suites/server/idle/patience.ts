import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { streamStaysOpen } from '../../../harness/checkers/opens-stream.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { openListening } from '../../support/listening.js';
import { resumeUntilAnswered } from '../../support/resumption.js';

const SILENCE_MS = 3000;

const SCALE = 'The wait is 3 s; --time-scale makes it longer, to find limits of 30, 60 or 300 s.';

export const cases: ServerCase[] = [
  serverCase({
    id: 'idle/patience/call',
    title: 'A call that takes its time is answered',
    about: `Makes a call that says nothing for a while and then answers. The server may close the connection and have the client resume the stream, but neither an idle limit of the server nor the end of its session may lose the result. ${SCALE}`,
    fix: 'Leave open streams and running calls out of the idle limits of HTTP server, request and session.',
    requirements: ['guarantee.settles', 'http.stream.eventual-response'],
    reproduces: ['B045', 'B082', 'B083', 'B092'],
    once: true,
    waits: true,
    needs: ['tool:faultline_sleep'],
    async script(context) {
      const session = await context.connect();
      const ms = Math.round(context.scaled(SILENCE_MS));
      const deadlineMs = ms + context.answerDeadlineMs;
      const call = session.callTool('faultline_sleep', { ms }, { label: 'silent', deadlineMs });
      const answer = await call.answer(deadlineMs);
      if (answer === undefined && context.profile.eventIds) await resumeUntilAnswered(context, session, call);
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      answersCall('silent', 'guarantee.settles', { with: 'result', orOn: ['silent/resume', 'silent/resume#2'] }),
      laterCallsWork(['later'], 'guarantee.settles'),
    ],
  }),
  serverCase({
    id: 'idle/patience/get',
    title: 'A GET stream on which nothing happens is left open',
    about: `Opens a GET stream and sends nothing for a while. The stream stays open, and so does the session, whose client is listening all the time. ${SCALE}`,
    fix: 'Take event streams out of the idle and response time limits of the HTTP server, and count an open stream as use of its session.',
    requirements: ['http.get.sse-or-405', 'guarantee.recovers'],
    reproduces: ['B024', 'B077', 'B082', 'B087', 'B092'],
    once: true,
    waits: true,
    needs: ['get-stream'],
    async script(context) {
      const session = await context.connect();
      const stream = await openListening(context, session, 'silent');
      await context.silence(SILENCE_MS);
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [
      streamStaysOpen('silent', 'later'),
      // A server may end a session whenever it likes, and be it unwise.
      answersCall('later', 'guarantee.recovers', { with: 'result', severity: 'warn' }),
    ],
  }),
  serverCase({
    id: 'idle/patience/session',
    title: 'A session that is not used for a while still works',
    about: `Opens a session, sends nothing at all for a while, and makes a call over a new connection. ${SCALE}`,
    fix: 'Keep unused sessions for minutes, not seconds, and independently of their connections.',
    requirements: ['guarantee.recovers'],
    reproduces: ['B013', 'B024'],
    once: true,
    waits: true,
    async script(context) {
      const session = await context.connect();
      await context.silence(SILENCE_MS);
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [answersCall('later', 'guarantee.recovers', { with: 'result', severity: 'warn' })],
  }),
];
