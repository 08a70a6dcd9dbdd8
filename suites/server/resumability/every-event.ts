import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { FaultSpec, Match, Moment } from '../../../harness/faults/fault.js';
import { cleanEnd, reset, truncate } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';
import { CONTINUATION, CONTINUATION_FIX, RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

interface Ending {
  readonly name: string;
  readonly title: string;
  /** Pause between notifications: 0 lets the server finish before it learns of the cut. */
  readonly intervalMs: number;
  readonly cut: (options: { id: string; on: Match; at: Moment }) => FaultSpec;
}

const ENDINGS: readonly Ending[] = [
  { name: 'rst', title: 'a reset', intervalMs: 0, cut: reset },
  { name: 'fin', title: 'a connection that ends without its last chunk', intervalMs: 15, cut: truncate },
  { name: 'clean-end', title: 'a clean end without the response', intervalMs: 8, cut: cleanEnd },
];

const COUNT = 4;
/** One cut after each event that every server sends: a priming event, where there is one, comes on top. */
const CUTS = Array.from({ length: COUNT + 1 }, (_, index) => `cut-${index + 1}`);

function everyEvent({ name, title, intervalMs, cut }: Ending): ServerCase {
  return serverCase({
    id: `resumability/every-event/${name}`,
    title: `A stream can be resumed after each of its events when ${title} cut it`,
    about:
      `Starts one call of ${COUNT} numbered notifications for each place, cuts its stream by ${title} right after the ` +
      'first, second, ... event, and resumes it with the id of the last event that arrived. What comes then has to be ' +
      'exactly the rest.',
    fix: CONTINUATION_FIX,
    requirements: [...CONTINUATION, 'http.resume.event-ids', 'http.stream.disconnect-anytime', 'guarantee.recovers'],
    reproduces: ['B159', 'B171', 'B172', 'B173'],
    needs: name === 'rst' ? ['event-ids', 'sse-answers', 'tool:faultline_emit'] : RESUMABLE_EMISSION,
    faults: CUTS.map((label, index) => cut({ id: label, on: { exchange: label }, at: { events: index + 1 } })),
    async script(context) {
      const session = await context.connect();
      const calls = CUTS.map((label) => emit(context, session, label, { count: COUNT, intervalMs }));
      await Promise.all(
        calls.map(async (call) => {
          await context.fired(call.label);
          await call.ended();
          await resumeUntilAnswered(context, session, call);
        }),
      );
      await pingAfter(session, 'after');
    },
    judges: [...CUTS.map((label) => continuesStream(label)), laterCallsWork(['after'])],
  });
}

export const cases: ServerCase[] = ENDINGS.map(everyEvent);
