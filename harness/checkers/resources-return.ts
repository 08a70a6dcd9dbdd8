import type { HistoryEvent } from '../history/events.js';
import type { HistoryView } from '../history/view.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';
import { lastToolAnswer } from './tool-answer.js';

/** What `faultline_stats` counts. */
export type Resource = 'sessions' | 'streams' | 'pending';

/** One reading of `faultline_stats`, taken after so many cycles. */
export interface Reading {
  readonly label: string;
  readonly cycles: number;
}

interface Count {
  readonly cycles: number;
  readonly held: number;
  readonly event: HistoryEvent;
}

const RULE = 'guarantee.resources-return';
/** A leak grows by one a cycle. Half of that leaves room for whatever else uses the server at the same time. */
const SLOPE_LIMIT = 0.5;

function countsOf(view: HistoryView, readings: readonly Reading[], resource: Resource): Count[] {
  return readings.flatMap(({ label, cycles }) => {
    const last = lastToolAnswer(view, label);
    const held = last?.answer[resource];
    return typeof held === 'number' && last !== undefined ? [{ cycles, held, event: last.record }] : [];
  });
}

/** Least-squares slope of held resources over cycles. */
function slopeOf(counts: readonly Count[]): number {
  const meanCycles = counts.reduce((sum, { cycles }) => sum + cycles, 0) / counts.length;
  const meanHeld = counts.reduce((sum, { held }) => sum + held, 0) / counts.length;
  const spread = counts.reduce((sum, { cycles }) => sum + (cycles - meanCycles) ** 2, 0);
  const joint = counts.reduce((sum, { cycles, held }) => sum + (cycles - meanCycles) * (held - meanHeld), 0);
  return spread === 0 ? 0 : joint / spread;
}

/** What the server holds does not grow with the number of clients that came and left: judged by slope, not by amount. */
export function resourcesReturn(readings: readonly Reading[], resources: readonly Resource[]): Checker {
  const expected = `${resources.join(' and ')} return to where they were when clients leave`;
  return checker(`resources-return(${resources.join(', ')})`, [RULE], (view, judge) => {
    for (const resource of resources) {
      const counts = countsOf(view, readings, resource);
      if (counts.length < readings.length) {
        judge.inconclusive(
          RULE,
          expected,
          `the server told its ${resource} ${counts.length} of ${readings.length} times`,
        );
        continue;
      }
      const events = counts.map(({ event }) => event);
      judge.saw(...events);
      if (slopeOf(counts) < SLOPE_LIMIT) continue;
      const course = counts.map(({ cycles, held }) => `${held} after ${cycles}`).join(', ');
      judge.breach(RULE, { expected, seen: `${resource} grow with every client that left: ${course}`, events });
    }
  });
}
