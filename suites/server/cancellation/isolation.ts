import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { cancel, runningSleep } from '../../support/cancelling.js';
import { pingAfter } from '../../support/resumption.js';
import { WORK_NEEDS } from '../../support/work-state.js';

const ISOLATION = 'guarantee.isolation';
const WORK_MS = 800;

const otherSession = serverCase({
  id: 'cancellation/isolation/other-session',
  title: 'A client cannot cancel the call of another, even under the same id',
  about:
    'Two clients have calls with equal ids at work. One of them cancels its own, and another id that only the other one ' +
    'uses. The calls of the other go on to their results.',
  fix: 'Look a cancelled request up among the calls of the session that the notification came in.',
  requirements: [ISOLATION, 'cancel.invalid-ignored', 'jsonrpc.response.required', 'guarantee.recovers'],
  needs: ['sessions', ...WORK_NEEDS],
  async script(context) {
    const [victim, other] = await Promise.all(['victim', 'other'].map((name) => context.connect({ name })));
    if (victim === undefined || other === undefined) return;
    const calls = await Promise.all([
      runningSleep(context, victim, 'victim/shared-id', WORK_MS, 800),
      runningSleep(context, victim, 'victim/own-id', WORK_MS, 801),
      runningSleep(context, other, 'other/shared-id', WORK_MS, 800),
    ]);
    await cancel(other, 800, 'other/cancel-shared');
    await cancel(other, 801, 'other/cancel-foreign');
    await Promise.all(calls.slice(0, 2).map(({ call }) => call.answer()));
    await pingAfter(victim, 'victim/after');
  },
  judges: [
    answersCall('victim/shared-id', ISOLATION, { with: 'result' }),
    answersCall('victim/own-id', ISOLATION, { with: 'result' }),
    laterCallsWork(['victim/after']),
  ],
});

const otherCalls = serverCase({
  id: 'cancellation/isolation/other-calls',
  title: 'Cancelling one of several calls leaves the others alone',
  about: 'Three calls of one session are at work and the second is cancelled. The first and the third are answered.',
  fix: 'Give each call an abort signal of its own and abort the named one alone.',
  requirements: [ISOLATION, 'jsonrpc.response.required', 'guarantee.recovers'],
  needs: WORK_NEEDS,
  async script(context) {
    const session = await context.connect();
    const [first, second, third] = await Promise.all(
      ['first', 'second', 'third'].map((label) => runningSleep(context, session, label, WORK_MS)),
    );
    if (first === undefined || second === undefined || third === undefined) return;
    await cancel(session, second.call.id);
    await Promise.all([first.call.answer(), third.call.answer()]);
    await pingAfter(session, 'after');
  },
  judges: [
    answersCall('first', ISOLATION, { with: 'result' }),
    answersCall('third', ISOLATION, { with: 'result' }),
    laterCallsWork(['after']),
  ],
});

export const cases: ServerCase[] = [otherSession, otherCalls];
