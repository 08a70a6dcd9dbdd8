import { answersWithStatus } from '../../../harness/checkers/answer-status.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { exchangeEnds } from '../../../harness/checkers/exchange-ends.js';
import { stopsSending } from '../../../harness/checkers/stops-sending.js';
import { staysUnanswered } from '../../../harness/checkers/stays-unanswered.js';
import { workIs } from '../../../harness/checkers/work-outcome.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { reset } from '../../../harness/faults/index.js';
import { cancel, runningSleep } from '../../support/cancelling.js';
import { emit } from '../../support/emission.js';
import { pingAfter } from '../../support/resumption.js';
import { askUntil, WORK_NEEDS } from '../../support/work-state.js';

const STOPS = 'cancel.receiver-stops';
const FIX =
  'Keep the running calls of a session by their ids, hand each handler a signal that notifications/cancelled aborts, ' +
  'send nothing more for it, and end its HTTP response.';

/** Longer than the case lasts: what comes was not the ordinary end of the work. */
const LONG_MS = 15_000;
const isNotRunning = (state: string): boolean => state !== 'running';

const stopsWork = serverCase({
  id: 'cancellation/effect/stops-the-work',
  title: 'A cancelled call stops working',
  about:
    'A call that would take long is cancelled as soon as the server says that it runs. The notification is acknowledged ' +
    'with 202, and the work should be stopped, which the server is asked about.',
  fix: FIX,
  requirements: [STOPS, 'http.post.notification-202', 'guarantee.recovers'],
  needs: ['sessions', ...WORK_NEEDS],
  async script(context) {
    const session = await context.connect();
    const { call, key } = await runningSleep(context, session, 'call', LONG_MS);
    await cancel(session, call.id);
    await askUntil(session, key, 'outcome', isNotRunning);
    await pingAfter(session, 'after');
  },
  judges: [
    answersWithStatus('cancel', 'http.post.notification-202', { allowed: [202] }),
    workIs('outcome', 'cancelled', STOPS),
    laterCallsWork(['after']),
  ],
});

const noResponse = serverCase({
  id: 'cancellation/effect/no-response',
  title: 'A cancelled call is not answered',
  about:
    'A call that would take long is cancelled. No response with its id should follow, not even an error: strict clients ' +
    'have forgotten the id by then, and some close the connection over an answer that they cannot place.',
  fix: 'Send neither result nor error for a request after notifications/cancelled named it.',
  requirements: ['cancel.receiver-no-response', 'guarantee.recovers'],
  reproduces: ['B211'],
  needs: WORK_NEEDS,
  async script(context) {
    const session = await context.connect();
    const { call, key } = await runningSleep(context, session, 'call', LONG_MS);
    await cancel(session, call.id);
    await askUntil(session, key, 'outcome', isNotRunning, 10);
    await pingAfter(session, 'after');
  },
  judges: [staysUnanswered('call', 'cancel'), laterCallsWork(['after'])],
});

/** The work ends by itself after this, for servers that do not act on a cancellation, as they may. */
const SHORT_MS = 2500;
/** An exchange that is open so long after the work is open for good. */
const LATER_MS = 2500;

const exchangeIsEnded = serverCase({
  id: 'cancellation/effect/ends-the-exchange',
  title: 'The HTTP exchange of a cancelled call comes to an end',
  about:
    'A call of a few seconds is cancelled. Its event stream may end without an answer, its JSON body may be replaced ' +
    'by an empty answer, or a late answer may come, but the exchange must not stay open for good.',
  fix: 'When a call is cancelled, end its event stream, or answer its POST with an empty body where JSON was due.',
  requirements: ['guarantee.no-hang', 'cancel.receiver-stops', 'http.stream.eventual-response', 'guarantee.recovers'],
  needs: WORK_NEEDS,
  waits: true,
  async script(context) {
    const session = await context.connect();
    const { call, workMs } = await runningSleep(context, session, 'call', SHORT_MS);
    await cancel(session, call.id);
    await call.ended(workMs + LATER_MS);
    await pingAfter(session, 'after');
  },
  judges: [exchangeEnds('call', 'after'), laterCallsWork(['after'])],
});

const whileStreaming = serverCase({
  id: 'cancellation/effect/while-streaming',
  title: 'A call that sends progress stops sending when it is cancelled',
  about:
    'A call is cancelled after its third notification. The work should stop, and once the server says that it has, no ' +
    'further progress may come for it.',
  fix: FIX,
  requirements: [STOPS, 'progress.active-token-only', 'guarantee.recovers'],
  needs: ['sessions', 'sse-answers', 'tool:faultline_emit', ...WORK_NEEDS],
  async script(context) {
    const session = await context.connect();
    const key = context.nonce('work');
    const call = emit(context, session, 'call', { count: 500, intervalMs: 15, key });
    await call.event(3);
    await cancel(session, call.id);
    await askUntil(session, key, 'outcome', isNotRunning, 10);
    await session.callTool('faultline_sleep', { ms: 100 }, { label: 'pause' }).answer();
    await pingAfter(session, 'after');
  },
  judges: [workIs('outcome', 'cancelled', STOPS), stopsSending('call', 'outcome'), laterCallsWork(['after'])],
});

const whileDisconnected = serverCase({
  id: 'cancellation/effect/while-disconnected',
  title: 'A call whose connection broke can still be cancelled',
  about:
    'The connection of a call breaks, which leaves it running, and the client gives it up with a notification on another ' +
    'connection. The work should stop.',
  fix: 'Look for the call to be cancelled among those of the session, whether they have a connection or not.',
  requirements: [STOPS, 'guarantee.recovers'],
  needs: ['sessions', ...WORK_NEEDS],
  faults: [reset({ on: { exchange: 'call' }, at: 'request-sent' })],
  async script(context) {
    const session = await context.connect();
    const { call, key } = await runningSleep(context, session, 'call', LONG_MS);
    await cancel(session, call.id);
    await askUntil(session, key, 'outcome', isNotRunning);
    await pingAfter(session, 'after');
  },
  judges: [workIs('outcome', 'cancelled', STOPS), laterCallsWork(['after'])],
});

export const cases: ServerCase[] = [stopsWork, noResponse, exchangeIsEnded, whileStreaming, whileDisconnected];
