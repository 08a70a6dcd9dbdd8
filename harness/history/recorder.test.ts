import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventBody, HistoryEvent } from './events.js';
import { Recorder } from './recorder.js';

function mark(name: string): EventBody {
  return { kind: 'probe', what: 'mark', name };
}

const named =
  (name: string) =>
  (event: HistoryEvent): boolean =>
    event.kind === 'probe' && event.name === name;

describe('a recorder', () => {
  test('numbers events and tells their time on one clock that only runs forward', () => {
    const recorder = new Recorder();
    for (let count = 0; count < 1000; count += 1) recorder.record(mark('a'));
    const { events } = recorder;
    expect(events.map(({ index }) => index)).toEqual(events.map((_, position) => position));
    expect(events.map(({ t }) => t)).toEqual(events.map(({ t }) => t).sort((left, right) => left - right));
    expect(recorder.now()).toBeGreaterThanOrEqual(events.at(-1)!.t);
  });

  test('tells its listeners of later events, until they unsubscribe', () => {
    const recorder = new Recorder();
    const heard: number[] = [];
    recorder.record(mark('before'));
    const unsubscribe = recorder.subscribe(({ index }) => heard.push(index));
    recorder.record(mark('while'));
    unsubscribe();
    recorder.record(mark('after'));
    expect(heard).toEqual([1]);
  });
});

describe('waiting for an event', () => {
  let recorder: Recorder;
  beforeEach(() => {
    vi.useFakeTimers();
    recorder = new Recorder();
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('finds one that came before', async () => {
    const first = recorder.record(mark('a'));
    recorder.record(mark('a'));
    expect(await recorder.waitFor('a', 1000, named('a'))).toBe(first);
  });

  test('finds one that comes later, and no other', async () => {
    const waiting = recorder.waitFor('b', 1000, named('b'));
    recorder.record(mark('a'));
    const wanted = recorder.record(mark('b'));
    expect(await waiting).toBe(wanted);
    expect(recorder.events).toHaveLength(2);
  });

  test('records a deadline that was missed, once', async () => {
    const waiting = recorder.waitFor('the answer', 1000, named('a'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await waiting).toBeUndefined();
    recorder.record(mark('a'));
    expect(recorder.events.map((event) => 'name' in event && event.name)).toEqual(['the answer', 'a']);
    expect(recorder.events[0]).toMatchObject({ kind: 'probe', what: 'deadline' });
  });

  test('does not take the record of its own missed deadline for what it waited for', async () => {
    const waiting = recorder.waitFor('any', 10, () => true);
    await vi.advanceTimersByTimeAsync(10);
    expect(await waiting).toBeUndefined();
  });

  test('ends without a trace when the signal is aborted, also when it was before', async () => {
    const controller = new AbortController();
    const waiting = recorder.waitFor('a', 1000, named('a'), controller.signal);
    controller.abort();
    expect(await waiting).toBeUndefined();
    expect(await recorder.waitFor('a', 1000, named('a'), controller.signal)).toBeUndefined();
    expect(recorder.events).toEqual([]);
  });

  test('rejects with what the test of an event throws, and whoever records is not hit', async () => {
    const waiting = recorder.waitFor('a', 1000, () => {
      throw new TypeError('a slip');
    });
    const rejected = expect(waiting).rejects.toThrow('a slip');
    expect(() => recorder.record(mark('a'))).not.toThrow();
    await rejected;
    await expect(
      recorder.waitFor('a', 1000, () => {
        throw new TypeError('at once');
      }),
    ).rejects.toThrow('at once');
  });
});
