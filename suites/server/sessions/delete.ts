import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { endsAfter } from '../../../harness/checkers/ends-after.js';
import { staysUp } from '../../../harness/checkers/stays-up.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverEnd } from '../../support/exchange-end.js';
import { beginAnother } from '../../support/handshake.js';
import { openListening } from '../../support/listening.js';

/** Long enough to be running when the session is ended, short enough to end by itself soon after. */
const CALL_MS = 1200;

export const cases: ServerCase[] = [
  serverCase({
    id: 'sessions/delete/status',
    title: 'DELETE ends the session or is refused with 405',
    about:
      'Ends a session as a client does that is done with it: the server agrees with a 2xx, or says by 405 that clients cannot end sessions.',
    fix: 'End the session on DELETE and answer 200 or 204; answer 405 where you do not want clients to end sessions.',
    requirements: [
      'http.session.delete-405',
      'http.endpoint.single-path',
      'guarantee.clean-errors',
      'guarantee.no-hang',
    ],
    needs: ['sessions'],
    async script(context) {
      const session = await context.connect();
      await session.terminate({ label: 'delete' }).ended();
    },
    // That another status should be wrong follows from the single endpoint alone: hence a warning.
    judges: [copesWith('delete', { rule: 'http.endpoint.single-path', allowed: ['2xx', 405], severity: 'warn' })],
  }),
  serverCase({
    id: 'sessions/delete/twice',
    title: 'A session that is deleted twice is gone, and nothing else happens',
    about:
      'Sends the same DELETE twice, as a client or proxy does that lost the first answer: 404 (or 2xx again) the second time.',
    fix: 'Answer 404 to a DELETE of a session that you do not know (any more).',
    requirements: ['http.session.terminated-404', 'guarantee.clean-errors', 'guarantee.no-hang'],
    reproduces: ['B219'],
    needs: ['sessions', 'deletes'],
    async script(context) {
      const session = await context.connect();
      await session.terminate({ label: 'delete' }).ended();
      await session.terminate({ label: 'delete-again' }).ended();
      await beginAnother(context, 'later');
    },
    judges: [
      copesWith('delete-again', { rule: 'http.session.terminated-404', allowed: [404, '2xx'], severity: 'warn' }),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'sessions/delete/running-call',
    title: 'A call that runs when its session is deleted comes to an end',
    about:
      'Deletes the session while one of its calls runs. The call may be finished, refused or cut, but its connection does not stay open for ever, and the server goes on serving others.',
    fix: 'Abort (or let finish) the calls of a session that ends, end their responses, and guard the writes that handlers make afterwards.',
    requirements: ['guarantee.settles', 'guarantee.no-crash', 'http.stream.close-on-session-expiry'],
    reproduces: ['B215', 'B219'],
    needs: ['sessions', 'deletes', 'tool:faultline_sleep'],
    waits: true,
    async script(context) {
      const session = await context.connect();
      const deadlineMs = context.answerDeadlineMs + CALL_MS;
      session.callTool('faultline_sleep', { ms: CALL_MS }, { label: 'call', deadlineMs });
      await context.until(
        'the call is under way',
        (event) => event.kind === 'request-body' && event.exchange === 'call',
      );
      await session.terminate({ label: 'delete' }).ended();
      await serverEnd(context, 'call', deadlineMs);
      // The handler may write only when it is done: whatever that breaks must be seen by the calls below.
      await context.silence(CALL_MS);
      await beginAnother(context, 'later');
    },
    judges: [
      endsAfter('call', 'delete', 'guarantee.settles'),
      staysUp(),
      laterCallsWork(['later'], 'guarantee.no-crash'),
    ],
  }),
  serverCase({
    id: 'sessions/delete/open-stream',
    title: 'The GET stream of a deleted session ends',
    about:
      'Deletes a session whose GET stream is open. Nothing will ever come on that stream again, so the server ends it; one that stays open looks alive to its client and holds a connection.',
    fix: 'End all streams of a session together with it.',
    requirements: ['guarantee.resources-return', 'http.stream.close-on-session-expiry'],
    needs: ['sessions', 'deletes', 'get-stream'],
    async script(context) {
      const session = await context.connect();
      await openListening(context, session, 'get');
      await session.terminate({ label: 'delete' }).ended();
      await serverEnd(context, 'get');
    },
    judges: [endsAfter('get', 'delete', 'guarantee.resources-return', 'warn')],
  }),
  serverCase({
    id: 'sessions/delete/others-unharmed',
    title: 'The end of one session leaves all others alone',
    about:
      'Has two sessions, each with a GET stream where there is one and, where the tool is there, with a call under way; deletes the first. The call of the second is answered, and its next call works.',
    fix: 'Keep what belongs to a session under its id, and end that alone.',
    requirements: ['guarantee.isolation'],
    reproduces: ['B217', 'B219'],
    needs: ['sessions', 'deletes'],
    async script(context) {
      const leaving = await context.connect({ name: 'leaving' });
      const staying = await context.connect({ name: 'staying' });
      const slow = context.profile.tools.includes('faultline_sleep');
      if (context.profile.getStream) await staying.listen({ label: 'staying/get' }).head();
      const call = slow
        ? staying.callTool('faultline_sleep', { ms: 300 }, { label: 'staying/call' })
        : staying.request('ping', undefined, { label: 'staying/call' });
      await context.until(
        'the call is under way',
        (event) => event.kind === 'request-body' && event.exchange === 'staying/call',
      );
      await leaving.terminate({ label: 'delete' }).ended();
      await call.answer();
      await staying.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      answersCall('staying/call', 'guarantee.isolation', { with: 'result' }),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  }),
];
