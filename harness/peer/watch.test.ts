import { expect, it } from 'vitest';
import { createWatch } from './watch.js';

const never = (): boolean => false;
const nothing = (): number | undefined => undefined;

it('resolves at once with what is there', async () => {
  await expect(createWatch().until(() => 1, never)).resolves.toBe(1);
});

it('resolves after the change that brings the value, for everyone who waits', async () => {
  const watch = createWatch();
  const state: { value?: number } = {};
  const first = watch.until(() => state.value, never);
  const second = watch.until(() => (state.value === undefined ? undefined : state.value + 1), never);
  watch.changed();
  state.value = 4;
  watch.changed();
  expect(await Promise.all([first, second])).toEqual([4, 5]);
});

it('resolves with undefined once it is over, and prefers a value to that', async () => {
  const watch = createWatch();
  let over = false;
  const waiting = watch.until(nothing, () => over);
  over = true;
  watch.changed();
  expect(await waiting).toBeUndefined();
  expect(
    await watch.until(
      () => 'kept',
      () => over,
    ),
  ).toBe('kept');
});

it('tells of a missed limit with the time waited, once', async () => {
  const watch = createWatch();
  const missed: number[] = [];
  const limit = {
    deadlineMs: 20,
    missed: (waitedMs: number): void => {
      missed.push(waitedMs);
    },
  };
  expect(await watch.until(nothing, never, limit)).toBeUndefined();
  watch.changed();
  expect(missed).toHaveLength(1);
  expect(missed[0]).toBeGreaterThanOrEqual(19);
});

it('rejects with what a condition throws', async () => {
  const watch = createWatch();
  let broken = false;
  const waiting = watch.until(() => {
    if (broken) throw new Error('wrong condition');
    return undefined;
  }, never);
  broken = true;
  watch.changed();
  await expect(waiting).rejects.toThrow('wrong condition');
});
