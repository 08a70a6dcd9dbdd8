import type { ExchangeView } from '../history/view.js';
import { headerValue } from '../wire/http-head.js';
import { paramsOf } from './attribution.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';
import { numberedCall, resumesOf } from './numbered-call.js';

const RULE = 'progress.increasing';

/** The progress values of a call on one stream, each with the id of its event. */
function valuesOf(
  exchange: ExchangeView,
  token: unknown,
): { readonly value: number; readonly index: number; readonly id?: string }[] {
  return exchange.server.messages.flatMap((record) => {
    const { progressToken, progress } = paramsOf(record);
    if (record.message.method !== 'notifications/progress' || progressToken !== token || typeof progress !== 'number')
      return [];
    return [{ value: progress, index: record.index, ...(record.eventId !== undefined && { id: record.eventId }) }];
  });
}

/**
 * The progress of `label` grows on every stream that resumes it, from the value that came with the named event on
 * (basic/utilities/progress: with each notification, whatever carries it).
 */
export function progressGrowsAcross(label: string): Checker {
  return checker(`progress-grows-across(${label})`, [RULE], (view, judge) => {
    const call = numberedCall(view, label);
    const own = view.exchange(label);
    if (call === undefined || own === undefined) {
      judge.inconclusive(RULE, `${label} is sent`, 'it was not');
      return;
    }
    const known = valuesOf(own, call.token);
    for (const resumed of resumesOf(view, label)) {
      const cursor = resumed.request && headerValue(resumed.request.headers, 'last-event-id');
      let before = known.find(({ id }) => id === cursor)?.value ?? Number.NEGATIVE_INFINITY;
      for (const { value, index, id } of valuesOf(resumed, call.token)) {
        const record = view.events[index];
        judge.saw(record);
        if (value <= before) {
          const expected = `progress on ${resumed.label} goes on growing from ${before}`;
          judge.breach(RULE, { expected, seen: String(value), events: [resumed.request, record] });
          return;
        }
        before = value;
        known.push({ value, index, ...(id !== undefined && { id }) });
      }
    }
  });
}
