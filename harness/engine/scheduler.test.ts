import { describe, expect, test } from 'vitest';
import { createScheduler, isShared, laneOf, repeatLaneOf } from './scheduler.js';
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

  test('runs announcing tasks one at a time, and repeats them so', async () => {
    const scheduler = createScheduler(4, 2);
    const tasks = [held(), held()];
    const runs = tasks.map(({ task }) => scheduler.run('announcing', task));
    await turn();
    expect(tasks.map(({ begun }) => begun())).toEqual([true, false]);
    for (const { release } of tasks) release();
    await Promise.all(runs);
    expect(repeatLaneOf('announcing')).toBe('alone');
    expect(repeatLaneOf('waiting')).toBe('confirming');
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

  test('serves the tasks of a lane in the order in which they came, a failed one too', async () => {
    const scheduler = createScheduler(2, 40);
    const begun: number[] = [];
    const runs = Array.from({ length: 40 }, (_, index) =>
      scheduler.run('quick', async () => {
        begun.push(index);
        await turn();
        if (index % 3 === 0) throw new Error('broken');
      }),
    );
    await Promise.allSettled(runs);
    expect(begun).toEqual(Array.from({ length: 40 }, (_, index) => index));
  });

  test('does not wait for a task that is called off', async () => {
    const scheduler = createScheduler(4, 2);
    const alone = held();
    const run = scheduler.run('alone', alone.task);
    await scheduler.run('quick', () => Promise.resolve());
    await turn();
    expect(alone.begun()).toBe(false);
    scheduler.cancel('waiting');
    await turn();
    expect(alone.begun()).toBe(true);
    alone.release();
    await run;
  });

  test('does not count a task that was never to be waited for', async () => {
    const scheduler = createScheduler(4, 1);
    const alone = held();
    const run = scheduler.run('alone', alone.task);
    scheduler.cancel('alone');
    await turn();
    expect(alone.begun()).toBe(false);
    scheduler.cancel('quick');
    alone.release();
    await run;
  });

  test('repeats a few tasks at a time, when all shared ones are done', async () => {
    const scheduler = createScheduler(1, 1);
    const tasks = Array.from({ length: 17 }, () => held());
    const runs = tasks.map(({ task }) => scheduler.run('confirming', task));
    await turn();
    expect(tasks.some(({ begun }) => begun())).toBe(false);
    await scheduler.run('heavy', () => Promise.resolve());
    await turn();
    expect(tasks.filter(({ begun }) => begun()).length).toBe(16);
    for (const { release } of tasks) release();
    await Promise.all(runs);
  });

  test('gives what a task resolves with', async () => {
    expect(await createScheduler(1, 1).run('waiting', () => Promise.resolve('a result'))).toBe('a result');
  });
});

describe('the lane of a case', () => {
  test.each([
    [{}, 'quick'],
    [{ waits: true }, 'waiting'],
    [{ heavy: true, waits: true }, 'heavy'],
    [{ announces: true, waits: true }, 'announcing'],
    [{ alone: true, heavy: true, waits: true }, 'alone'],
  ] as const)('%j: %s', (definition, lane) => {
    expect(laneOf(definition)).toBe(lane);
    expect(isShared(lane)).toBe(lane !== 'alone');
  });
});
