import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answeredOrRefused } from '../../../harness/checkers/answered-or-refused.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const BURST = 128;
const NOTIFICATIONS = 256;
const SIDE_BY_SIDE = 32;

function labels(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, place) => `${prefix}-${place + 1}`);
}

const PINGS = labels('ping', BURST);
const CALLS = labels('call', BURST);
const FLOOD = labels('note', NOTIFICATIONS);

export const cases: ServerCase[] = [
  serverCase({
    id: 'overload/burst/pings',
    title: `${BURST} requests at once in one session all come to an end`,
    about: `Sends ${BURST} pings of one session at once. Each must be answered, or refused with a status that says so; then a bystander and the session itself are still served.`,
    fix: 'Bound the requests in flight and refuse the rest with 429 or 503; never drop one that was accepted.',
    requirements: [
      'guarantee.settles',
      'guarantee.isolation',
      'jsonrpc.response.required',
      'jsonrpc.response.correlate-by-id',
    ],
    reproduces: ['B046', 'B175'],
    once: true,
    alone: true,
    async script(context) {
      const session = await context.connect();
      await Promise.all(PINGS.map((label) => session.request('ping', undefined, { label }).ended()));
      await session.request('ping', undefined, { label: 'later' }).answer();
      const other = await context.connect({ name: 'other' });
      await other.request('ping', undefined, { label: 'later-elsewhere' }).answer();
    },
    judges: [
      answeredOrRefused(PINGS, 'guarantee.settles'),
      laterCallsWork(['later'], 'guarantee.recovers'),
      laterCallsWork(['later-elsewhere'], 'guarantee.isolation'),
    ],
  }),
  serverCase({
    id: 'overload/burst/calls',
    title: `${BURST} tool calls at once are served, queued or refused, and none is lost or crossed`,
    about: `Calls faultline_echo ${BURST} times at once, each with a text of its own. Every call must bring its own text back, or be refused; other sessions are served meanwhile.`,
    fix: 'Limit the rate of calls and refuse what is beyond it; keep the state of a call with the call, never in a variable that the next one overwrites.',
    requirements: ['tools.rate-limit', 'guarantee.settles', 'guarantee.no-crossing', 'guarantee.isolation'],
    reproduces: ['B046', 'B187', 'B195', 'B214'],
    once: true,
    alone: true,
    needs: ['tool:faultline_echo'],
    async script(context) {
      const [session, other] = await Promise.all([context.connect(), context.connect({ name: 'other' })]);
      const calls = CALLS.map((label) => session.callTool('faultline_echo', { text: label }, { label }));
      await other.request('ping', undefined, { label: 'meanwhile' }).answer();
      await Promise.all(calls.map((call) => call.ended()));
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      answeredOrRefused(CALLS, 'tools.rate-limit', (label) => label),
      laterCallsWork(['meanwhile'], 'guarantee.isolation'),
      laterCallsWork(['later'], 'guarantee.recovers'),
    ],
  }),
  serverCase({
    id: 'overload/burst/notifications',
    title: 'A flood of notifications leaves the session usable',
    about: `Sends ${NOTIFICATIONS} notifications, ${SIDE_BY_SIDE} at a time, of a kind that servers ignore, and then a ping on the same session and one on another.`,
    fix: 'Answer notifications as they come instead of queueing them without bound or in a queue that can fill up for good.',
    requirements: ['guarantee.recovers', 'guarantee.isolation'],
    reproduces: ['B175', 'B218'],
    once: true,
    alone: true,
    async script(context) {
      const session = await context.connect();
      for (let sent = 0; sent < FLOOD.length; sent += SIDE_BY_SIDE) {
        const wave = FLOOD.slice(sent, sent + SIDE_BY_SIDE);
        await Promise.all(
          wave.map((label) =>
            session.notify('notifications/cancelled', { requestId: label }, { label, deadlineMs: 3000 }).ended(),
          ),
        );
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
      const other = await context.connect({ name: 'other' });
      await other.request('ping', undefined, { label: 'later-elsewhere' }).answer();
    },
    judges: [
      laterCallsWork(['later'], 'guarantee.recovers'),
      laterCallsWork(['later-elsewhere'], 'guarantee.isolation'),
    ],
  }),
];
