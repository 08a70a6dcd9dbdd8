import { describe, expect, test } from 'vitest';
import { createScheduler } from './scheduler.js';
import type { Lane } from './scheduler.js';

/** A task that runs until it is released, and tells when it began. */
function held(): { task: () => Promise<void>; begun: () => boolean; release: () => void } {
  let hasBegun = false;
  let release: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    task: () => {
      hasBegun = true;
      return done;
    },
    begun: () => hasBegun,
    release: () => release(),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the scheduler', () => {
  test('runs as many quick tasks at a time as it is told', async () => {
    const scheduler = createScheduler(2, 3);
    const tasks = [held(), held(), held()];
    const runs = tasks.map(({ task }) => scheduler.run('quick', task));
    await turn();
    expect(tasks.map(({ begun }) => begun())).toEqual([true, true, false]);
    tasks[0]?.release();
    await turn();
    expect(tasks[2]?.begun()).toBe(true);
    for (const { release } of tasks) release();
    await Promise.all(runs);
  });

  test('runs heavy tasks one at a time, beside the quick ones', async () => {
    const scheduler = createScheduler(4, 3);
    const tasks = [held(), held(), held()];
    const lanes: Lane[] = ['heavy', 'heavy', 'quick'];
    const runs = tasks.map(({ task }, index) => scheduler.run(lanes[index]!, task));
    await turn();
    expect(tasks.map(({ begun }) => begun())).toEqual([true, false, true]);
    for (const { release } of tasks) release();
    await Promise.all(runs);
    expect(tasks[1]?.begun()).toBe(true);
  });

  test('lets waiting tasks start although the quick lane is full', async () => {
    const scheduler = createScheduler(1, 2);
    const [quick, waiting] = [held(), held()];
    const runs = [scheduler.run('quick', quick.task), scheduler.run('waiting', waiting.task)];
    await turn();
    expect(waiting.begun()).toBe(true);
    quick.release();
    waiting.release();
    await Promise.all(runs);
  });

  test('opens the other lanes when all shared tasks are done, failed ones too', async () => {
    const scheduler = createScheduler(4, 2);
    const [quick, alone] = [held(), held()];
    const runs = [scheduler.run('alone', alone.task), scheduler.run('quick', quick.task)];
    await expect(scheduler.run('waiting', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await turn();
    expect(alone.begun()).toBe(false);
    quick.release();
    await turn();
    expect(alone.begun()).toBe(true);
    alone.release();
    await Promise.all(runs);
  });

  test('runs tasks that load the whole target one by one', async () => {
    const scheduler = createScheduler(4, 0);
    const tasks = [held(), held()];
    const runs = tasks.map(({ task }) => scheduler.run('alone', task));
    await turn();
    expect(tasks.map(({ begun }) => begun())).toEqual([true, false]);
    for (const { release } of tasks) release();
    await Promise.all(runs);
  });
});
