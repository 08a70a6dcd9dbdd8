import type { CaseResult } from '../harness/engine/result.js';
import type { HistoryEvent } from '../harness/history/events.js';
import type { Redactor } from '../harness/history/redact.js';
import { boundJson } from './bounded-json.js';

/** Who did it. `harness` is the script of the case and its clock, `link` the hop on which faults are injected. */
export type Actor = 'client' | 'server' | 'link' | 'harness';

/** An event as a report shows it: those of the history, flat, and `omitted` where some were left out. */
export interface ReportEvent {
  /** Milliseconds since the case began. */
  readonly t: number;
  readonly actor: Actor;
  readonly kind: HistoryEvent['kind'] | 'omitted';
  /** Place in the whole history; what findings refer to. Absent for `omitted`. */
  readonly index?: number;
  readonly [field: string]: unknown;
}

/** A case that did not pass keeps this many events. */
export const EVENT_LIMIT = 400;

/** How many events before and after a cited one are kept. */
const NEIGHBOURS = 8;

/** A history of a passed case keeps this many of its response heads and faults. */
const PASSED_EVENT_LIMIT = 100;

function farEnd(side: 'client' | 'server'): Actor {
  return side;
}

/** Who did what an event tells of. */
export function actorOf(event: HistoryEvent, underTest: 'server' | 'client'): Actor {
  switch (event.kind) {
    case 'connection':
      return event.from === 'link' ? 'link' : farEnd(event.side);
    case 'request':
    case 'request-body':
      return 'client';
    case 'response':
      return event.by === 'link' ? 'link' : 'server';
    case 'response-end':
      return event.ending === 'link' ? 'link' : event.ending === 'abandoned' ? 'client' : 'server';
    case 'data':
    case 'sse':
    case 'comment':
    case 'response-body':
      return 'server';
    case 'message':
      return event.direction === 'to-server' ? 'client' : 'server';
    case 'problem':
      return underTest;
    case 'fault':
      return 'link';
    case 'probe':
      return 'harness';
    case 'client':
      return event.what === 'operation' || event.what === 'stdin-closed' ? 'harness' : 'client';
  }
}

function citedEvents(result: CaseResult): Set<number> {
  return new Set(result.findings.flatMap((finding) => finding.events));
}

/** Heads, faults and problems tell the story; body bytes and comments only fill it in. */
function isLandmark(event: HistoryEvent): boolean {
  return ['request', 'response', 'response-end', 'fault', 'problem', 'probe', 'client'].includes(event.kind);
}

/** The positions to keep, the most telling first, as long as there is room. */
function keptPositions(events: readonly HistoryEvent[], cited: ReadonlySet<number>): Set<number> {
  const kept = new Set<number>();
  const keep = (position: number): void => {
    if (kept.size < EVENT_LIMIT && position >= 0 && position < events.length) kept.add(position);
  };
  const decisive = [...events.keys()].filter((position) => cited.has(events[position]?.index ?? -1));
  decisive.forEach(keep);
  for (let distance = 1; distance <= NEIGHBOURS; distance += 1) {
    decisive.forEach((position) => {
      keep(position - distance);
      keep(position + distance);
    });
  }
  events.forEach((event, position) => {
    if (event.kind === 'fault') keep(position);
  });
  const half = Math.floor((EVENT_LIMIT - kept.size) / 2);
  const landmarks = [...events.keys()].filter((position) => isLandmark(events[position] as HistoryEvent));
  landmarks.slice(0, half).forEach(keep);
  for (let position = 0; position < events.length; position += 1) keep(position);
  return kept;
}

function reportEvent(event: HistoryEvent, underTest: 'server' | 'client', redactor: Redactor): ReportEvent {
  const { t, kind, index, ...rest } = redactor.event(event);
  const fields = boundJson(rest) as Record<string, unknown>;
  return { t: Math.round(t * 100) / 100, actor: actorOf(event, underTest), kind, index, ...fields };
}

function omitted(t: number, count: number): ReportEvent {
  return { t: Math.round(t * 100) / 100, actor: 'harness', kind: 'omitted', count };
}

/**
 * The events of a result as its report shows them, without credentials: of a passed case faults and response heads; of
 * any other all, or, beyond {@link EVENT_LIMIT}, those that findings cite, their neighbours, the faults, and the
 * beginning. Each gap is marked by an `omitted` event with its `count`.
 */
export function reportEvents(result: CaseResult, redactor: Redactor): ReportEvent[] {
  if (result.verdict === 'pass') {
    return result.events
      .filter(({ kind }) => kind === 'fault' || kind === 'response')
      .slice(0, PASSED_EVENT_LIMIT)
      .map((event) => reportEvent(event, result.role, redactor));
  }
  const kept = keptPositions(result.events, citedEvents(result));
  const shown: ReportEvent[] = [];
  let nextIndex = 0;
  result.events.forEach((event, position) => {
    if (!kept.has(position)) return;
    if (event.index > nextIndex) shown.push(omitted(event.t, event.index - nextIndex));
    nextIndex = event.index + 1;
    shown.push(reportEvent(event, result.role, redactor));
  });
  const last = result.events.at(-1);
  if (last !== undefined && last.index >= nextIndex) shown.push(omitted(last.t, last.index + 1 - nextIndex));
  return shown;
}
