import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { Session } from '../../../harness/peer/probe.js';
import { cancel, runningSleep } from '../../support/cancelling.js';
import { pingAfter } from '../../support/resumption.js';
import { askUntil, WORK_NEEDS } from '../../support/work-state.js';

const IGNORED = 'cancel.invalid-ignored';

/** Cancellations that fit no running call, by a name for each. */
const STRAY: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = {
  'unknown-number': { requestId: 987_654 },
  'unknown-text': { requestId: 'no-such-request' },
  initialize: { requestId: 1 },
  finished: { requestId: 2 },
  'no-params': undefined,
  'no-id': {},
  'null-id': { requestId: null },
  'object-id': { requestId: { id: 2 } },
  'array-id': { requestId: [2] },
  'boolean-id': { requestId: true },
  'fraction-id': { requestId: 1.5 },
  'long-id': { requestId: 'x'.repeat(10_000) },
  'number-reason': { requestId: 987_655, reason: 7 },
  'object-reason': { requestId: 987_656, reason: { why: ['not', 'a', 'text'] } },
  'long-reason': { requestId: 987_657, reason: 'because '.repeat(4000) },
};

const NAMES = Object.keys(STRAY);

async function sendAll(session: Session): Promise<void> {
  for (const name of NAMES) await session.notify('notifications/cancelled', STRAY[name], { label: name }).head();
}

const FIX =
  'Ignore a cancellation whose request is unknown, finished or unreadable, and acknowledge it like any notification; a ' +
  '4xx is fine for one that is malformed.';

const judgesOfStray = NAMES.map((name) => copesWith(name, { rule: IGNORED, allowed: ['2xx', '4xx'] }));

const harmless = serverCase({
  id: 'cancellation/stray/harmless',
  title: 'Cancellations of unknown, finished and impossible requests have no effect',
  about:
    `Sends ${NAMES.length} cancellations that fit no running call: of ids never used, of initialize, of a finished ` +
    'request, without an id, with ids and reasons of every wrong type. Each gets a status, and the session goes on.',
  fix: FIX,
  requirements: [IGNORED, 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.recovers', 'guarantee.no-crash'],
  async script(context) {
    const session = await context.connect();
    await pingAfter(session, 'before');
    await sendAll(session);
    await pingAfter(session, 'after');
  },
  judges: [...judgesOfStray, laterCallsWork(['after'])],
});

const runningCall = serverCase({
  id: 'cancellation/stray/running-call',
  title: 'A running call is not disturbed by cancellations that do not name it',
  about:
    'The same cancellations arrive while a call is at work whose id is none of those that they name. The call goes on to ' +
    'its result.',
  fix: FIX,
  requirements: ['guarantee.isolation', IGNORED, 'jsonrpc.response.required'],
  needs: WORK_NEEDS,
  async script(context) {
    const session = await context.connect();
    await pingAfter(session, 'before');
    const { call } = await runningSleep(context, session, 'call', 800, 'the-running-one');
    await sendAll(session);
    await call.answer();
  },
  judges: [answersCall('call', 'guarantee.isolation', { with: 'result' })],
});

const repeated = serverCase({
  id: 'cancellation/stray/repeated',
  title: 'Cancelling a call twice does no more than cancelling it once',
  about: 'A running call is cancelled, and then again. The second notification is ignored with a status.',
  fix: FIX,
  requirements: [IGNORED, 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.recovers'],
  needs: WORK_NEEDS,
  async script(context) {
    const session = await context.connect();
    const { call, key } = await runningSleep(context, session, 'call', 15_000);
    await cancel(session, call.id, 'first');
    await askUntil(session, key, 'outcome', (state) => state !== 'running', 10);
    await cancel(session, call.id, 'second');
    await pingAfter(session, 'after');
  },
  judges: [
    copesWith('first', { rule: IGNORED, allowed: ['2xx', '4xx'] }),
    copesWith('second', { rule: IGNORED, allowed: ['2xx', '4xx'] }),
    laterCallsWork(['after']),
  ],
});

export const cases: ServerCase[] = [harmless, runningCall, repeated];
