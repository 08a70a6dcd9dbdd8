import type { Checker } from './checker.js';
import { isResumption, paramsOf } from './attribution.js';
import { responsesTo } from './answers-call.js';
import { describeMessage } from './describe.js';
import { checker } from './judge.js';
import { numberedCall } from './numbered-call.js';

const RULE = 'progress.stops';

/**
 * No progress of the call `label` comes behind its response, on any stream. `later` is a call that was made after the
 * response. On another stream than that of the response the order of two messages is certain only by that later call, so
 * that what comes before it there is a warning.
 */
export function progressStops(label: string, later: string): Checker {
  const expected = `no progress for ${label} behind its response`;
  return checker(`progress-stops(${label})`, [RULE], (view, judge) => {
    const call = numberedCall(view, label);
    const [response] = responsesTo(view, label);
    const afterwards = view.exchange(later)?.server.head;
    if (call === undefined || response === undefined || afterwards === undefined) {
      judge.inconclusive(RULE, expected, `${label} or ${later} was not answered`);
      return;
    }
    judge.saw(response, afterwards);
    for (const exchange of view.exchanges.values()) {
      if (isResumption(exchange)) continue;
      const late = exchange.server.messages.find(
        (record) =>
          record.message.method === 'notifications/progress' &&
          paramsOf(record)['progressToken'] === call.token &&
          record.index > response.index,
      );
      if (late === undefined) continue;
      const isCertain = exchange.label === label || late.index > afterwards.index;
      const seen = `${describeMessage(late.message)} on ${exchange.label}`;
      judge.breach(RULE, {
        expected,
        seen,
        events: [response, late],
        ...(!isCertain && { severity: 'warn' as const }),
      });
    }
  });
}
