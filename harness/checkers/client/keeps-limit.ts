import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { describeEnd, operation } from './operations.js';

const CONFIGURED = 'timeout.per-request-config';
const LIMITED = 'timeout.all-requests';
/** What ends with less than this share of its limit was not ended by it: clocks and timers are not early by more. */
const EARLY_SHARE = 0.9;

/**
 * The operation `label`, which was given a limit and is not answered, fails by that limit: not sooner, since its user
 * allowed for so long, and not never. Whoever drives it waits far longer than the limit. The time that is measured
 * contains that of the client, so that one that is sooner here was sooner by its own clock.
 */
export function keepsLimit(label: string): Checker {
  return checker(`keeps-limit(${label})`, [CONFIGURED, LIMITED], (view, judge) => {
    const one = operation(view, label);
    const limitMs = one?.fields['timeoutMs'];
    if (one === undefined || typeof limitMs !== 'number') {
      judge.inconclusive(CONFIGURED, 'a limit is kept', 'the client was given none');
      return;
    }
    const { told, answer, end } = one;
    const missed = view.probes.find(({ what, name }) => what === 'deadline' && name === label);
    if (missed !== undefined && (answer === undefined || answer.index > missed.index)) {
      judge.breach(LIMITED, {
        expected: `${label} ends by its limit of ${limitMs} ms`,
        seen: `it went on for ${Math.round(missed.t - told.t)} ms at least`,
        events: [told, missed],
      });
      return;
    }
    if (answer === undefined) {
      judge.inconclusive(LIMITED, `${label} ends by its limit of ${limitMs} ms`, `it ${describeEnd(end)}`);
      return;
    }
    judge.saw(answer);
    const tookMs = answer.t - told.t;
    if (end.kind !== 'failed' || tookMs >= limitMs * EARLY_SHARE) return;
    judge.breach(CONFIGURED, {
      expected: `${label} is waited for as long as its limit of ${limitMs} ms allows`,
      seen: `after ${Math.round(tookMs)} ms it ${describeEnd(end)}`,
      events: [told, answer],
    });
  });
}
