import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { oneDeliveryAnswered } from '../../../harness/checkers/repeated-delivery.js';
import { announcesOnce } from '../../../harness/checkers/announced.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { FaultSpec } from '../../../harness/faults/fault.js';
import { duplicateLabel } from '../../../harness/faults/duplicate.js';
import { duplicate } from '../../../harness/faults/index.js';
import type { Session } from '../../../harness/peer/probe.js';
import { emit } from '../../support/emission.js';
import { serverEnd } from '../../support/exchange-end.js';
import { TOOLS_CHANGED, announce } from '../../support/listening.js';
import { workLasting } from '../../support/pace.js';

const READS = ['ping', 'list'] as const;
const NOTIFICATIONS = ['session/initialized', 'cancelled', 'unknown'] as const;

function twice(labels: readonly string[]): FaultSpec[] {
  return labels.map((label) => duplicate({ id: `repeats ${label}`, on: { exchange: label } }));
}

const FIX =
  'Answer the second of two equal requests as well, or refuse it with a 4xx; let it neither take the answer of the first ' +
  'one nor end anything.';

const reads = serverCase({
  id: 'misrouting/repeated-delivery/reads',
  title: 'Reads that a proxy delivers twice are answered',
  about:
    'A proxy delivers a ping and a list request a second time on a connection of its own, with the same id. At least one ' +
    'delivery of each is answered with a result, the other with a result, an error or a refusal, and later calls work.',
  fix: FIX,
  requirements: ['jsonrpc.response.required', 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.recovers'],
  reproduces: ['B187', 'B189'],
  needs: ['tools'],
  faults: twice(READS),
  async script(context) {
    const session = await context.connect();
    await session.request('ping', undefined, { label: 'ping' }).ended();
    await session.request('tools/list', undefined, { label: 'list' }).ended();
    for (const label of READS) await serverEnd(context, duplicateLabel(label));
    await session.request('ping', undefined, { label: 'later' }).answer();
  },
  judges: [...READS.map((label) => oneDeliveryAnswered(label, duplicateLabel(label))), laterCallsWork(['later'])],
});

/** Notifications of the call that is delivered twice. */
const COUNT = 5;

const running = serverCase({
  id: 'misrouting/repeated-delivery/running-call',
  title: 'A call that is delivered again while it runs is not lost',
  about:
    'A proxy delivers a call that takes a while a second time. One of the two is answered with a result; the other may be ' +
    'answered too or be refused, but it does not take the place of the first and leave it without an answer.',
  fix: FIX,
  requirements: ['jsonrpc.response.required', 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.recovers'],
  reproduces: ['B187'],
  needs: ['tool:faultline_emit'],
  faults: twice(['call']),
  async script(context) {
    const session = await context.connect();
    const workMs = await workLasting(session, 300);
    const deadlineMs = workMs + context.answerDeadlineMs;
    const emission = { count: COUNT, intervalMs: Math.ceil(workMs / COUNT) };
    await emit(context, session, 'call', emission, { deadlineMs }).ended();
    // A client has one of the two answers; the other one may come later.
    for (const label of ['call', duplicateLabel('call')]) await serverEnd(context, label, deadlineMs);
    await session.request('ping', undefined, { label: 'later' }).answer();
  },
  judges: [oneDeliveryAnswered('call', duplicateLabel('call')), laterCallsWork(['later'])],
});

const notifications = serverCase({
  id: 'misrouting/repeated-delivery/notifications',
  title: 'Notifications that a proxy delivers twice do no harm',
  about:
    'A proxy delivers the initialized notification, a cancellation and an unknown notification a second time. Each delivery ' +
    'is acknowledged or refused with a 4xx, and the session goes on.',
  fix: 'Treat a notification that came before like the first one: nothing is to be answered, so nothing can be wrong.',
  requirements: ['guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.recovers'],
  faults: twice(NOTIFICATIONS),
  async script(context) {
    const session = await context.connect();
    await session.notify('notifications/cancelled', { requestId: 'never-sent' }, { label: 'cancelled' }).ended();
    await session.notify('notifications/faultline-unknown', {}, { label: 'unknown' }).ended();
    for (const label of NOTIFICATIONS) await serverEnd(context, duplicateLabel(label));
    await session.request('ping', undefined, { label: 'later' }).answer();
  },
  judges: [
    ...NOTIFICATIONS.map((label) =>
      copesWith(duplicateLabel(label), { rule: 'guarantee.clean-errors', allowed: ['2xx', '4xx'] }),
    ),
    laterCallsWork(['later']),
  ],
});

/** Announces something where the target can, and waits until it has come on any of the streams. */
async function announceSomething(context: ServerContext, session: Session): Promise<void> {
  if (context.profile.tools.includes('faultline_announce')) await announce(context, session, 'announce', 2000);
}

const listening = serverCase({
  id: 'misrouting/repeated-delivery/get-stream',
  title: 'A GET that a proxy delivers twice does not double what the server says',
  about:
    'A proxy delivers the GET of a session a second time, so that the server sees two streams and the client one. The second ' +
    'is opened or refused; where the server can announce something, it does so on one of the streams, once.',
  fix: 'Send a message on one stream, whatever the number of open ones, and refuse a second GET with 409 if only one may be.',
  requirements: [
    'http.multi.one-stream-per-message',
    'guarantee.clean-errors',
    'guarantee.no-hang',
    'guarantee.recovers',
  ],
  reproduces: ['B198'],
  needs: ['sessions', 'get-stream'],
  announces: true,
  faults: twice(['get']),
  async script(context) {
    const session = await context.connect();
    const stream = session.listen({ label: 'get' });
    await stream.head();
    const again = duplicateLabel('get');
    await context.until(
      `head of ${again}`,
      (event) => event.kind === 'response' && event.side === 'server' && event.exchange === again,
    );
    await announceSomething(context, session);
    await session.request('ping', undefined, { label: 'later' }).answer();
    stream.abort();
  },
  judges: [
    copesWith(duplicateLabel('get'), { rule: 'guarantee.clean-errors', allowed: ['2xx', '4xx'] }),
    whereSent('announce', announcesOnce('announce', TOOLS_CHANGED)),
    laterCallsWork(['later']),
  ],
});

export const cases: ServerCase[] = [reads, running, notifications, listening];
