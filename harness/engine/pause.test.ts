import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pause, settledWithin } from './pause.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('a pause', () => {
  test('ends after its time', async () => {
    const done = vi.fn();
    void pause(500, new AbortController().signal).then(done);
    await vi.advanceTimersByTimeAsync(499);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalled();
  });

  test('ends when the signal is aborted, or was before', async () => {
    const controller = new AbortController();
    const paused = pause(500, controller.signal);
    controller.abort();
    await paused;
    await pause(500, controller.signal);
  });
});

describe('a promise that is waited for within limits', () => {
  test('is settled in time, resolved or rejected', async () => {
    expect(await settledWithin(Promise.resolve(), 500)).toBe(true);
    expect(await settledWithin(Promise.reject(new Error('no')), 500)).toBe(true);
  });

  test('is given up', async () => {
    const waiting = settledWithin(new Promise(() => undefined), 500);
    await vi.advanceTimersByTimeAsync(500);
    expect(await waiting).toBe(false);
  });
});
