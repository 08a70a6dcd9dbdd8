import type { HistoryEvent } from '../history/events.js';
import type { Judgement } from './verdict.js';

const KEPT_EVENTS = 400;
const NEIGHBOURS = 5;

/**
 * What of a history goes into a result: all of it up to a limit; beyond, the beginning, the end, and the surroundings
 * of the events that findings cite. Of a passed case only the faults and the answers' heads are kept.
 */
export function capEvents(events: readonly HistoryEvent[], judgement: Judgement): HistoryEvent[] {
  if (judgement.verdict === 'pass') {
    return events
      .filter((event) => event.kind === 'fault' || (event.kind === 'response' && event.side === 'server'))
      .slice(0, 40);
  }
  if (events.length <= KEPT_EVENTS) return [...events];
  const kept = new Set<number>();
  const keepAround = (index: number, distance: number): void => {
    for (let near = index - distance; near <= index + distance; near += 1) kept.add(near);
  };
  for (const finding of judgement.findings)
    finding.events.slice(0, 20).forEach((index) => keepAround(index, NEIGHBOURS));
  const rest = Math.max(0, KEPT_EVENTS - kept.size);
  for (let index = 0; index < rest / 2; index += 1) kept.add(index);
  for (let index = events.length - Math.floor(rest / 2); index < events.length; index += 1) kept.add(index);
  return events.filter((event) => kept.has(event.index) || event.kind === 'fault');
}
