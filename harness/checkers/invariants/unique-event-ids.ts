import type { HistoryEvent, SseRecord } from '../../history/events.js';
import type { ExchangeView } from '../../history/view.js';
import { exchangesBySession, isResumption } from '../attribution.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import { checker } from '../judge.js';

const RULE = 'http.resume.event-id-unique';

type Recorded = SseRecord & HistoryEvent;

interface Sighting {
  readonly record: Recorded;
  readonly exchange: ExchangeView;
}

/** A block without data that repeats the id before it moves no cursor and stands for no event of its own. */
function onlyRepeats(previous: Recorded | undefined, record: Recorded): boolean {
  return record.event.data === '' && previous?.event.id === record.event.id;
}

function sightingsOf(exchange: ExchangeView): Sighting[] {
  return exchange.server.events.flatMap((record, index, all) => {
    const { id } = record.event;
    if (id === undefined || id === '' || onlyRepeats(all[index - 1], record)) return [];
    return [{ record, exchange }];
  });
}

/** The same event on another connection, as far as its data can tell. */
function isSameEvent(first: Sighting, again: Sighting): boolean {
  return again.exchange !== first.exchange && again.record.event.data === first.record.event.data;
}

/** What a resumed stream repeats, it repeats under the same id. */
function isReplay(first: Sighting, again: Sighting): boolean {
  return isSameEvent(first, again) && (isResumption(again.exchange) || isResumption(first.exchange));
}

/** A GET without a cursor that brings what an earlier GET brought: its id stands for one event, but nobody asked. */
function isUnaskedReplay(first: Sighting, again: Sighting): boolean {
  const isListening = [first, again].every(({ exchange }) => exchange.request?.method === 'GET');
  return isListening && isSameEvent(first, again);
}

/** No event id stands for two events, over all streams of a session (transports, Resumability and Redelivery). */
export function makesEventIdsUnique(): Checker {
  return checker('makes-event-ids-unique', [RULE], (view, judge) => {
    for (const exchanges of exchangesBySession(view).values()) {
      const seenById = new Map<string, Sighting>();
      for (const sighting of exchanges.flatMap(sightingsOf).sort((a, b) => a.record.index - b.record.index)) {
        judge.saw(sighting.record);
        const id = sighting.record.event.id ?? '';
        const first = seenById.get(id);
        if (first === undefined) seenById.set(id, sighting);
        else if (!isReplay(first, sighting)) {
          const where = `${first.exchange.label} and ${sighting.exchange.label}`;
          const seen = `id "${oneLine(id, 60)}" on two events, on ${where}`;
          const expected = 'an event id stands for one event of its session';
          const weight = isUnaskedReplay(first, sighting) ? { severity: 'warn' as const } : {};
          judge.breach(RULE, { expected, seen, events: [first.record, sighting.record], ...weight });
        }
      }
    }
  });
}
