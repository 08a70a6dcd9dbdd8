import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { bringsAllNotifications } from '../../../harness/checkers/progress-complete.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { FaultSpec } from '../../../harness/faults/fault.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';

const ISOLATION = 'guarantee.isolation';
const BROKEN = 'broken';
const NEIGHBOURS = ['left', 'middle', 'right'];

interface Break {
  readonly name: string;
  readonly how: string;
  readonly fault: FaultSpec;
}

const BREAKS: readonly Break[] = [
  { name: 'reset', how: 'a reset', fault: reset({ id: BROKEN, on: { exchange: BROKEN }, at: { events: 3 } }) },
  {
    name: 'early-end',
    how: 'an early end',
    fault: truncate({ id: BROKEN, on: { exchange: BROKEN }, at: { events: 3 } }),
  },
  {
    name: 'inside-event',
    how: 'a reset inside an event',
    fault: reset({ id: BROKEN, on: { exchange: BROKEN }, at: { insideEvent: 3 } }),
  },
];

function brokenCall({ name, how, fault }: Break): ServerCase {
  return serverCase({
    id: `isolation/broken-call/${name}`,
    title: `Calls that run beside one whose connection is lost by ${how} are not touched`,
    about:
      `Four calls of one session report progress at the same time, and the connection of one is lost by ${how}. The others ` +
      'bring all of their notifications in order and then their results, and later calls work.',
    fix: 'Let a failed write end the one exchange that it belongs to: no shared task group, no shared writer, no rejection without a handler.',
    requirements: [ISOLATION, 'guarantee.no-loss', 'guarantee.order', 'guarantee.recovers'],
    reproduces: ['B214'],
    once: true,
    needs: ['sse-answers', 'tool:faultline_emit'],
    faults: [fault],
    async script(context) {
      const session = await context.connect();
      const calls = [...NEIGHBOURS, BROKEN].map((label) => emit(context, session, label, { count: 8, intervalMs: 15 }));
      await Promise.all(calls.map((call) => call.ended()));
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...NEIGHBOURS.map((label) => bringsAllNotifications(label)),
      ...NEIGHBOURS.map((label) => answersCall(label, ISOLATION, { with: 'result' })),
      laterCallsWork(['later']),
    ],
  });
}

export const cases: ServerCase[] = BREAKS.map(brokenCall);
