import { expect } from 'vitest';
import { FAULTS } from '../../../faults/index.js';
import { faultId } from '../../../faults/fault.js';
import type { FaultSpec } from '../../../faults/fault.js';
import type { ConnectionEvent, HistoryEvent, Side } from '../../../history/events.js';
import type { Recorder } from '../../../history/recorder.js';
import { viewHistory } from '../../../history/view.js';
import type { ExchangeView, HistoryView } from '../../../history/view.js';
import type { ArmedFault } from '../../link.js';

/** What a link recorded, and what a test asserts of it beside what the raw ends saw. */
export interface RecordReader {
  view(): HistoryView;
  exchange(label: string): ExchangeView;
  /** Waits for an event of the record, past or to come. */
  recorded(what: string, accepts: (event: HistoryEvent) => boolean): Promise<HistoryEvent>;
  connectionEvents(side: Side): ConnectionEvent[];
  /** What the definition of this fault says of the record so far: the index of the proving event, if there is one. */
  observed(spec: FaultSpec): number | undefined;
  /** Asserts that the fault was planned, struck (as often as said, else at least once), and is proven by the record. */
  expectStruck(armed: ArmedFault, times?: number): Promise<void>;
  /** Asserts that the record has a whole response of this exchange on both sides. */
  expectComplete(label: string): Promise<void>;
  /** Asserts that the fault was planned and that nothing claims it ever struck. */
  expectIdle(armed: ArmedFault): void;
}

const DEADLINE_MS = 10_000;

function faultStates(view: HistoryView, id: string): string[] {
  return view.faults.filter((event) => event.fault === id).map((event) => event.status);
}

/** The definition that belongs to a planned fault. */
export function definitionOf(spec: FaultSpec): NonNullable<ReturnType<typeof FAULTS.get>> {
  const definition = FAULTS.get(spec.kind);
  if (definition === undefined) throw new Error(`no fault of kind ${spec.kind}`);
  return definition;
}

/** Reads what `recorder` holds at the time of each call. */
export function readRecord(recorder: Recorder): RecordReader {
  const view = (): HistoryView => viewHistory(recorder.events);
  const observed = (spec: FaultSpec): number | undefined => definitionOf(spec).observed(view(), spec);
  const recorded = async (what: string, accepts: (event: HistoryEvent) => boolean): Promise<HistoryEvent> => {
    const event = await recorder.waitFor(what, DEADLINE_MS, accepts);
    if (event === undefined) throw new Error(`the record has no ${what}`);
    return event;
  };
  const exchangeOf = (label: string): ExchangeView => {
    const exchange = view().exchange(label);
    if (exchange === undefined) throw new Error(`no exchange ${label} in the record`);
    return exchange;
  };

  return {
    view,
    exchange: exchangeOf,
    recorded,
    connectionEvents: (side) =>
      recorder.events.filter((event) => event.kind === 'connection').filter((event) => event.side === side),
    observed,
    expectStruck: async (armed, times) => {
      const id = faultId(armed.spec);
      const firing = (event: HistoryEvent): boolean =>
        event.kind === 'fault' && event.fault === id && event.status === 'fired';
      const first = await recorded(`firing of ${id}`, firing);
      await armed.fired;
      const states = faultStates(view(), id);
      const fired = states.filter((state) => state === 'fired').length;
      expect(states[0], `first event of ${id}`).toBe('planned');
      if (times !== undefined) expect(fired, `times that ${id} struck`).toBe(times);
      expect(armed.firedCount).toBe(fired);
      expect(first, `the trigger of ${id}`).toHaveProperty('detail', expect.stringMatching(/\S/));
      const proof = observed(armed.spec);
      expect(proof, `proof of ${id}`).toBeTypeOf('number');
      expect(recorder.events[proof ?? -1], `event that proves ${id}`).toBeDefined();
      const withoutFiring = viewHistory(recorder.events.filter((event) => !firing(event)));
      const unfounded = definitionOf(armed.spec).observed(withoutFiring, armed.spec);
      expect(unfounded, `proof of ${id} where it never struck`).toBeUndefined();
    },
    expectComplete: async (label) => {
      for (const side of ['server', 'client'] as const) {
        const isEnd = (event: HistoryEvent): boolean =>
          event.kind === 'response-end' && event.side === side && event.exchange === label;
        await recorded(`end of ${label} on the ${side} side`, isEnd);
        const seen = exchangeOf(label)[side];
        expect(seen.head, `response head of ${label} on the ${side} side`).toBeDefined();
        expect(seen.end, `response end of ${label} on the ${side} side`).toMatchObject({ ending: 'complete' });
        const sizeBytes = seen.data.reduce((sum, event) => sum + event.sizeBytes, 0);
        expect(sizeBytes, `recorded data of ${label} on the ${side} side`).toBe(seen.end?.sizeBytes);
      }
    },
    expectIdle: (armed) => {
      const id = faultId(armed.spec);
      expect(faultStates(view(), id).filter((state) => state !== 'healed')).toEqual(['planned']);
      expect(armed.firedCount).toBe(0);
      expect(observed(armed.spec), `proof of ${id}, which never struck`).toBeUndefined();
    },
  };
}
