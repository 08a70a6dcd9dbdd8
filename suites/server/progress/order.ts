import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { reportsProgressRightly } from '../../../harness/checkers/invariants/progress.js';
import { progressGrowsAcross } from '../../../harness/checkers/progress-across.js';
import { bringsAllNotifications } from '../../../harness/checkers/progress-complete.js';
import { progressStops } from '../../../harness/checkers/progress-stops.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { reset } from '../../../harness/faults/index.js';
import type { Need } from '../../../harness/sut/needs.js';
import { emit } from '../../support/emission.js';
import { CONTINUATION, CONTINUATION_FIX, RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

const NEEDS: readonly Need[] = ['sse-answers', 'tool:faultline_emit'];

const growing = serverCase({
  id: 'progress/order/growing',
  title: 'Progress grows with every notification',
  about: 'A call reports its progress twelve times. Each value has to be greater than the one before.',
  fix: 'Compute progress from one counter that only rises, and send in the order of counting.',
  requirements: [
    'progress.increasing',
    'progress.active-token-only',
    'progress.message',
    'progress.stops',
    'progress.token-type',
  ],
  needs: NEEDS,
  async script(context) {
    const session = await context.connect();
    await emit(context, session, 'call', { count: 12, intervalMs: 2 }).answer();
  },
  judges: [reportsProgressRightly()],
});

const beforeResponse = serverCase({
  id: 'progress/order/before-the-response',
  title: 'All progress of a call arrives before its response',
  about:
    'A call sends twenty notifications and returns at once. All of them have to arrive, in order, and the response as the ' +
    'last: a client forgets the token when the response is there.',
  fix: 'Write notifications and response of a call through one queue, and await each write.',
  requirements: ['guarantee.no-loss', 'guarantee.order', 'progress.stops'],
  reproduces: ['B175'],
  needs: NEEDS,
  async script(context) {
    const session = await context.connect();
    await emit(context, session, 'call', { count: 20 }).answer();
    await pingAfter(session, 'after');
  },
  judges: [bringsAllNotifications('call'), progressStops('call', 'after')],
});

const afterResponse = serverCase({
  id: 'progress/order/after-the-response',
  title: 'No progress comes on any stream once the call is answered',
  about:
    'While a GET stream is open, a call with progress is made and answered. Neither its own stream nor the GET stream may ' +
    'bring progress for its token after that.',
  fix: 'Forget a progress token in the moment in which the response is written.',
  requirements: ['progress.stops', 'progress.active-token-only', 'http.get.messages-unrelated', 'guarantee.recovers'],
  needs: ['get-stream', ...NEEDS],
  waits: true,
  async script(context) {
    const session = await context.connect();
    await session.listen({ label: 'get' }).head(300);
    await emit(context, session, 'call', { count: 3 }).answer();
    await pingAfter(session, 'after');
    await context.silence(300);
    await pingAfter(session, 'end');
  },
  judges: [progressStops('call', 'after'), laterCallsWork(['after', 'end'])],
});

const burst = serverCase({
  id: 'progress/order/thousand-at-once',
  title: 'A thousand notifications in one go all arrive, in order',
  about: 'A call sends a thousand notifications without a pause. None may be lost, overwritten or overtaken.',
  fix: 'Queue messages for each stream without dropping any, and make the handler wait when the reader is slow.',
  requirements: [
    'guarantee.no-loss',
    'guarantee.order',
    'progress.increasing',
    'progress.active-token-only',
    'progress.stops',
    'progress.token-type',
    'progress.message',
  ],
  reproduces: ['B175'],
  once: true,
  needs: NEEDS,
  async script(context) {
    const session = await context.connect();
    await emit(context, session, 'call', { count: 1000 }).answer();
  },
  judges: [bringsAllNotifications('call'), reportsProgressRightly()],
});

const acrossResumption = serverCase({
  id: 'progress/order/across-a-resumption',
  title: 'Progress goes on growing when its stream is cut and resumed',
  about:
    'The stream of a call is reset after its fifth event and resumed. The first value on the new connection has to be ' +
    'greater than the last one that arrived on the old.',
  fix: CONTINUATION_FIX,
  requirements: ['progress.increasing', ...CONTINUATION],
  needs: RESUMABLE_EMISSION,
  faults: [reset({ on: { exchange: 'call' }, at: { events: 5 } })],
  async script(context) {
    const session = await context.connect();
    const call = emit(context, session, 'call', { count: 12, intervalMs: 10 });
    await context.fired('reset');
    await call.ended();
    await resumeUntilAnswered(context, session, call);
  },
  judges: [progressGrowsAcross('call'), continuesStream('call')],
});

export const cases: ServerCase[] = [growing, beforeResponse, afterResponse, burst, acrossResumption];
