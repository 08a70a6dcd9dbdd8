import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { Engine } from '../link/containers/engine.js';
import { refuseNoClient, requireImage } from './image.js';
import { endingOf } from './start-container.js';
import { endpointOf } from './sut.js';
import { watchContainers } from './watch.js';

const { signal } = new AbortController();

/** The parts of an engine that a test stands in for. */
function engine(parts: object): Engine {
  return parts as Engine;
}

const notFound = Object.assign(new Error('no such image'), { statusCode: 404 });

test.for([
  [
    'faultline/gold',
    /^the image faultline\/gold is not here .* \(dial tcp: no route\); scripts\/images.sh gold builds it$/,
  ],
  ['a/b:1', /^the image a\/b:1 is not here and can't be pulled \(dial tcp: no route\)$/],
] as const)('an image that is not here and can not be pulled: %s', async ([name, line]) => {
  const docker = engine({
    getImage: () => ({ inspect: () => Promise.reject(notFound) }),
    pull: () => Promise.reject(new Error('dial tcp:\n no route')),
  });
  await expect(requireImage(docker, name, signal)).rejects.toThrow(line);
});

test('an image that does not say where its server listens', () => {
  const facts = { name: 'a/b', labels: {}, ports: [80, 443] };
  expect(() => endpointOf(facts)).toThrow(
    /^the image a\/b does not say on which port .* add --url http:\/\/localhost:PORT\/mcp/,
  );
});

test('an image that says that it is no client', () => {
  const facts = { name: 'a/b', ports: [] };
  expect(() => refuseNoClient({ ...facts, labels: { 'faultline.role': 'server' } })).toThrow(
    /^the image a\/b is that of a server, by its label faultline.role: /,
  );
  refuseNoClient({ ...facts, labels: {} });
  refuseNoClient({ ...facts, labels: { 'faultline.role': 'client' } });
});

/** A piece of output as the engine frames it. */
function framed(text: string): Buffer {
  const head = Buffer.alloc(8);
  head[0] = 2;
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

test('a container that ends at once, with the end of what it said', async () => {
  const docker = engine({
    getContainer: () => ({
      inspect: () => Promise.resolve({ State: { Running: false, ExitCode: 78 } }),
      logs: () => Promise.resolve(Buffer.concat([framed('no configuration\n'), framed('giving up\n')])),
    }),
  });
  expect(await endingOf(docker, 'id')).toBe('ended with status 78; its last output: no configuration giving up');
});

class Events extends EventEmitter {
  readonly destroy = vi.fn();
}

async function watched(): Promise<{
  readonly events: Events;
  readonly failed: Promise<string>;
  readonly end: () => void;
}> {
  const events = new Events();
  const docker = engine({ getEvents: () => Promise.resolve(events) });
  const watch = await watchContainers(docker, new Map([['abc123', 'the container of Toxiproxy']]));
  return { events, failed: watch.failed, end: () => watch.end() };
}

test.for(['error', 'end', 'close'])('an engine that goes away in the middle of a run: %s', async (how) => {
  const { events, failed } = await watched();
  events.emit(how, new Error('socket hang up'));
  expect(await failed).toBe('the container engine went away in the middle of the run');
});

test('a proxy that ends in the middle of a run, however its event is cut', async () => {
  const { events, failed } = await watched();
  for (const piece of ['{"status":"die","id":"abc', '123"}\n']) events.emit('data', Buffer.from(piece));
  expect(await failed).toBe('the container of Toxiproxy ended in the middle of the run');
});

test('nothing is told of a run that is over', async () => {
  const { events, failed, end } = await watched();
  end();
  events.emit('close');
  expect(events.destroy).toHaveBeenCalledOnce();
  expect(await Promise.race([failed, Promise.resolve('nothing')])).toBe('nothing');
});
