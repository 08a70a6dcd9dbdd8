import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleResult } from '../../reports/testing/sample-results.js';
import { openRunChannel } from './run-channel.js';
import type { RunEvent } from './run-events.js';
import type { Steering } from './steering.js';
import { watchWorker } from './worker-watch.js';
import type { WorkerWatch } from './worker-watch.js';

let interruption: AbortController;
let channel: string;
let events: RunEvent[];
let worker: ReturnType<typeof openRunChannel>;
let watch: WorkerWatch | undefined;
let isOver: boolean;
beforeEach(() => {
  interruption = new AbortController();
  channel = `test-${randomUUID()}`;
  events = [];
  worker = openRunChannel(channel);
  isOver = false;
});
afterEach(() => {
  watch?.close();
  if (!isOver) worker.close();
});

function begin({ restart, control }: Steering = {}): WorkerWatch {
  watch = watchWorker(channel, {
    signal: interruption.signal,
    onEvent: (event) => events.push(event),
    ...(restart && { restart }),
    ...(control && { control }),
  });
  return watch;
}

const NOTHING = { canRestart: false, canControl: false };
const ALL = { canRestart: true, canControl: true };

const planned: RunEvent = { kind: 'planned', total: 2 };

test('results are kept in the order in which they come, until the last word', async () => {
  const { results, planned: total, closed } = begin();
  const { onEvent } = worker.hooks(NOTHING);
  expect(total()).toBeUndefined();
  onEvent(planned);
  for (const id of ['a/b/c', 'a/b/d']) onEvent({ kind: 'result', result: sampleResult(id) });
  worker.close();
  isOver = true;
  await closed;
  expect(total()).toBe(2);
  expect(results.map(({ id }) => id)).toEqual(['a/b/c', 'a/b/d']);
  expect(events.map(({ kind }) => kind)).toEqual(['planned', 'result', 'result']);
});

test('an order to stop reaches the worker', async () => {
  const { stop } = begin();
  const { signal } = worker.hooks(NOTHING);
  stop();
  await expect.poll(() => signal.aborted).toBe(true);
});

test('an interruption before the worker listened is told again when it has planned', async () => {
  interruption.abort();
  begin();
  const { signal, onEvent } = worker.hooks(NOTHING);
  onEvent(planned);
  await expect.poll(() => signal.aborted).toBe(true);
});

test('a restart is done by the main thread, and its failure is told', async () => {
  let restarts = 0;
  begin({
    restart() {
      restarts += 1;
      return restarts === 1 ? Promise.resolve() : Promise.reject(new Error('the port is taken'));
    },
  });
  const { restart } = worker.hooks(ALL);
  await restart?.();
  await expect(restart?.()).rejects.toThrow('the port is taken');
  expect(restarts).toBe(2);
});

test('a target that the harness did not start is not restarted', async () => {
  begin();
  await expect(worker.hooks(ALL).restart?.()).rejects.toThrow('the harness did not start the target');
});

test('what is done to the process of the target is done by the main thread too', async () => {
  const done: string[] = [];
  const step = (name: string) => (): Promise<void> => {
    done.push(name);
    return Promise.resolve();
  };
  begin({ control: { pause: step('pause'), kill: step('kill'), restore: step('restore') } });
  const { control } = worker.hooks(ALL);
  await control?.pause();
  await control?.kill();
  await control?.restore();
  expect(done).toEqual(['pause', 'kill', 'restore']);
  expect(worker.hooks(NOTHING).control).toBeUndefined();
});
