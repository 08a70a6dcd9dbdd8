import { describe, expect, test, vi } from 'vitest';
import { PreconditionError } from '../peer/probe.js';
import { runScript } from './script.js';

const never = (): Promise<void> => new Promise(() => undefined);
const long = { budgetMs: 60_000, stops: [] };

describe('a script', () => {
  test('is done when it resolves', async () => {
    expect(await runScript(() => Promise.resolve(), long)).toEqual({ kind: 'done' });
  });

  test.each([
    ['rejects', (error: unknown) => Promise.reject(error as Error)],
    [
      'throws at once',
      (error: unknown) => {
        throw error as Error;
      },
    ],
  ])('that %s is an error, or a missing precondition', async (_name, fail) => {
    expect(await runScript(() => fail(new TypeError('a slip')), long)).toEqual({ kind: 'error', message: 'a slip' });
    expect(await runScript(() => fail('text'), long)).toEqual({ kind: 'error', message: 'text' });
    const missing = new PreconditionError('no stream');
    expect(await runScript(() => fail(missing), long)).toEqual({ kind: 'precondition', message: 'no stream' });
  });

  test('is abandoned when its budget has passed, and what it throws later hurts nobody', async () => {
    vi.useFakeTimers();
    try {
      let fail: (error: Error) => void = () => undefined;
      const script = (): Promise<void> =>
        new Promise((_resolve, reject) => {
          fail = reject;
        });
      const outcome = runScript(script, { budgetMs: 500, stops: [] });
      await vi.advanceTimersByTimeAsync(500);
      expect(await outcome).toEqual({ kind: 'budget', message: 'the script was not done after 500 ms' });
      fail(new Error('too late'));
    } finally {
      vi.useRealTimers();
    }
  });

  test('is abandoned when any of the signals is aborted', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const outcome = runScript(never, { budgetMs: 60_000, stops: [first.signal, second.signal] });
    second.abort();
    expect(await outcome).toEqual({ kind: 'stopped' });
  });

  test('is not begun when a signal was aborted before', async () => {
    const script = vi.fn(never);
    expect(await runScript(script, { budgetMs: 60_000, stops: [AbortSignal.abort()] })).toEqual({ kind: 'stopped' });
    expect(script).not.toHaveBeenCalled();
  });

  test('leaves no timer behind', async () => {
    vi.useFakeTimers();
    try {
      await runScript(() => Promise.resolve(), long);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
