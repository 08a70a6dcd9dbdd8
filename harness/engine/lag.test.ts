import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LagMeter } from './lag.js';
import { startLagMeter } from './lag.js';

const TICK_MS = 20;

describe('the lag meter', () => {
  let now: number;
  let meter: LagMeter;

  beforeEach(() => {
    now = 1000;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    meter = startLagMeter();
  });
  afterEach(() => {
    meter.stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** The timer of the meter is served, so much later than it should have been. */
  function tick(lateMs = 0): void {
    now += TICK_MS + lateMs;
    vi.advanceTimersByTime(TICK_MS);
  }

  test('measures nothing while the loop is served in time', () => {
    const mark = meter.mark();
    for (let count = 0; count < 100; count += 1) tick(2);
    expect(meter.since(mark)).toBe(0);
  });

  test('tells the longest hold-up since a mark', () => {
    tick(900);
    const mark = meter.mark();
    for (const lateMs of [100, 400, 50]) tick(lateMs);
    expect(meter.since(mark)).toBe(400);
    expect(meter.since(1000)).toBe(900);
  });

  test('counts a hold-up that its own timer has not seen yet', () => {
    const mark = meter.mark();
    now += 700;
    expect(meter.since(mark)).toBe(700 - TICK_MS);
  });

  test('counts a hold-up that began before the mark and ended after it', () => {
    now += 300;
    const mark = meter.mark();
    now += 300;
    vi.advanceTimersByTime(TICK_MS);
    expect(meter.since(mark)).toBe(600 - TICK_MS);
  });

  test('forgets no hold-up of a long case, however many there are', () => {
    const mark = meter.mark();
    tick(5000);
    for (let count = 0; count < 3000; count += 1) tick(30);
    expect(meter.since(mark)).toBe(5000);
    expect(meter.since(now - 1)).toBe(30);
  });

  test('stops', () => {
    meter.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
