import type { Finding } from '../checkers/checker.js';
import type { HistoryEvent } from '../history/events.js';
import { shorten } from './shorten.js';
import { byWeight } from './verdict.js';
import type { Judgement } from './verdict.js';

const FINDINGS_KEPT = 50;
/** Of the events that one finding cites. */
const CITED_KEPT = 20;
const EVENTS_KEPT = 400;
/** Of a passed case. */
const LANDMARKS_KEPT = 40;
const NEIGHBOURS = 5;
/** About that many characters of events are kept of one case. */
const SIZE_KEPT = 400_000;

/** What of the findings goes into a result: the heaviest, each with the first of the events that it cites. */
export function capFindings(findings: readonly Finding[]): Finding[] {
  const heaviest = findings.length > FINDINGS_KEPT ? findings.toSorted(byWeight).slice(0, FINDINGS_KEPT) : findings;
  return heaviest.map((finding) =>
    finding.events.length > CITED_KEPT ? { ...finding, events: finding.events.slice(0, CITED_KEPT) } : finding,
  );
}

/** Indexes of the events of a history, the most telling first; some more than once. */
function* byImportance(events: readonly HistoryEvent[], findings: readonly Finding[]): Generator<number> {
  const cited = findings.flatMap((finding) => finding.events);
  yield* cited;
  for (const event of events) if (event.kind === 'fault') yield event.index;
  for (let distance = 1; distance <= NEIGHBOURS; distance += 1) {
    for (const index of cited) {
      yield index - distance;
      yield index + distance;
    }
  }
  // From both ends inwards: how it began and how it ended.
  for (let fromStart = 0, fromEnd = events.length - 1; fromStart <= fromEnd; fromStart += 1, fromEnd -= 1) {
    yield fromStart;
    yield fromEnd;
  }
}

function isLandmark(event: HistoryEvent): boolean {
  return event.kind === 'fault' || (event.kind === 'response' && event.side === 'server');
}

/**
 * What of a history goes into a result, in bounds: the events that findings cite first, then faults, then the
 * surroundings of the cited ones, then the beginning and the end. Of a passed case only the faults and the answers'
 * heads are kept. Long texts are shortened.
 */
export function capEvents(events: readonly HistoryEvent[], judgement: Judgement): HistoryEvent[] {
  const isPass = judgement.verdict === 'pass';
  const limit = isPass ? LANDMARKS_KEPT : EVENTS_KEPT;
  const indexes = isPass
    ? events.filter(isLandmark).map(({ index }) => index)
    : byImportance(events, capFindings(judgement.findings));
  const kept = new Map<number, HistoryEvent>();
  let size = 0;
  for (const index of indexes) {
    const event = events[index];
    if (event === undefined || kept.has(index)) continue;
    const short = shorten(event);
    size += short.size;
    if (kept.size >= limit || (size > SIZE_KEPT && kept.size > 0)) break;
    kept.set(index, short.value as HistoryEvent);
  }
  return [...kept.values()].sort((left, right) => left.index - right.index);
}
