import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { FaultSpec } from '../../../harness/faults/fault.js';
import { answer, reset, truncate } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';
import { CONTINUATION, CONTINUATION_FIX, RESUMABLE_EMISSION } from '../../support/resumable.js';
import { resumeUntilAnswered } from '../../support/resumption.js';

interface RepeatedCut {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly faults: readonly FaultSpec[];
  readonly count: number;
}

function repeatedCut({ name, title, about, faults, count }: RepeatedCut): ServerCase {
  return serverCase({
    id: `resumability/repeated-cuts/${name}`,
    title,
    about,
    fix: CONTINUATION_FIX,
    requirements: [...CONTINUATION, 'http.resume.event-id-unique'],
    reproduces: ['B171', 'B172'],
    needs: RESUMABLE_EMISSION,
    faults,
    async script(context) {
      const session = await context.connect();
      const call = emit(context, session, 'call', { count, intervalMs: 10 });
      await context.fired('first');
      await call.ended();
      await resumeUntilAnswered(context, session, call, { attempts: 20 });
    },
    judges: [continuesStream('call')],
  });
}

const first = reset({ id: 'first', on: { exchange: 'call' }, at: { events: 2 } });

const beforeNewId = repeatedCut({
  name: 'before-new-id',
  title: 'A second cut before any event of the resumed stream costs nothing',
  about:
    'The stream of a call is reset, resumed, and cut again as soon as the head of the new response is through. The ' +
    'client has no newer id and comes back with the one it used before: everything behind it has to come once more.',
  faults: [first, truncate({ id: 'second', on: { exchange: 'call/resume', nth: 1 }, at: 'response-head' })],
  count: 6,
});

const afterOneEvent = repeatedCut({
  name: 'after-new-id',
  title: 'A second cut after the first event of the resumed stream costs nothing',
  about:
    'The stream of a call is reset, resumed, and reset again after one event. The client comes back with the id of ' +
    'that event, which the server gave out on another connection than the first ids.',
  faults: [first, reset({ id: 'second', on: { exchange: 'call/resume', nth: 1 }, at: { events: 1 } })],
  count: 6,
});

const FURTHER_CUTS = [1, 2, 3, 4];

const fiveInARow = repeatedCut({
  name: 'five-in-a-row',
  title: 'A stream that is cut five times still delivers everything once and in order',
  about:
    'The connection breaks after every second event, by turns with a reset and with an early end, until five ' +
    'connections are spent. Put together, the pieces have to be the whole stream.',
  faults: [
    first,
    ...FURTHER_CUTS.map((nth) => {
      const cut = { id: `cut-${nth + 1}`, on: { exchange: 'call/resume', nth }, at: { events: 2 } };
      return nth % 2 === 1 ? truncate(cut) : reset(cut);
    }),
  ],
  count: 14,
});

const refusedAttempts = repeatedCut({
  name: 'refused-attempts',
  title: 'A stream waits for a client whose first attempts to resume do not get through',
  about:
    'After the cut the first attempt to resume is reset on its way, the second is answered with 502 by a proxy, and only ' +
    'the third reaches the server, when the work is already done. It finds everything.',
  faults: [
    first,
    reset({ id: 'second', on: { exchange: 'call/resume', nth: 1 }, at: 'request-head' }),
    answer({ on: { exchange: 'call/resume', nth: 2 }, status: 502, body: 'html' }),
  ],
  count: 6,
});

export const cases: ServerCase[] = [beforeNewId, afterOneEvent, fiveInARow, refusedAttempts];
