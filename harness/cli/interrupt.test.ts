import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { watchInterrupts } from './interrupt.js';

test('the first signal stops, every later one leaves at once, whichever they are', () => {
  const source = new EventEmitter();
  const [first, again] = [vi.fn(), vi.fn()];
  const unwatch = watchInterrupts(source, first, again);
  source.emit('SIGTERM');
  expect([first.mock.calls.length, again.mock.calls.length]).toEqual([1, 0]);
  source.emit('SIGINT');
  source.emit('SIGINT');
  expect([first.mock.calls.length, again.mock.calls.length]).toEqual([1, 2]);
  unwatch();
  expect(source.eventNames()).toEqual([]);
});

test('nobody else hears the signals as long as the watch lasts', async () => {
  const source = new EventEmitter();
  const unwatch = watchInterrupts(
    source,
    () => undefined,
    () => undefined,
  );
  const [stranger, other] = [vi.fn(), vi.fn()];
  source.once('SIGINT', stranger);
  source.on('SIGTERM', stranger);
  source.on('message', other);
  await Promise.resolve();
  for (const event of ['SIGINT', 'SIGTERM', 'message']) source.emit(event);
  expect(stranger).not.toHaveBeenCalled();
  expect(other).toHaveBeenCalledOnce();
  unwatch();
  source.on('SIGINT', stranger);
  await Promise.resolve();
  source.emit('SIGINT');
  expect(stranger).toHaveBeenCalledOnce();
});
