import { expect, onTestFinished, test } from 'vitest';
import { Recorder } from '../../history/recorder.js';
import type { ClientChannel, LaunchClient } from './channel.js';
import { streamChannel } from './channel.js';
import type { DrivenClient } from './driven-client.js';
import { createClientPool } from './pool.js';
import type { ClientPool } from './pool.js';
import { readLines } from './testing/read-lines.js';

/** How an adapter inside of this process answers a line; what it returns is written after the answer. */
type Answers = (line: { readonly id: number; readonly op: string }) => string | undefined;

interface Rig {
  readonly pool: ClientPool;
  readonly started: ClientChannel[];
  readonly alive: () => number;
  /** Takes a client, and gives it back after an answered close. */
  readonly use: () => Promise<DrivenClient>;
}

const READY = { event: 'ready', name: 'fake', version: '1', ops: ['close'], revisions: [], transports: [] };

function rig(concurrency: number, answers: Answers = () => undefined): Rig {
  const started: ClientChannel[] = [];
  let alive = 0;
  const launch: LaunchClient = () => {
    alive += 1;
    const channel = streamChannel(async ({ stdin, stdout }) => {
      stdout.write(`${JSON.stringify(READY)}\n`);
      await readLines(stdin, (line) => {
        const { id, op } = JSON.parse(line) as { id: number; op: string };
        const after = answers({ id, op });
        stdout.write(`${JSON.stringify({ id, ok: true, result: {} })}\n${after === undefined ? '' : `${after}\n`}`);
      });
      return 0;
    });
    void channel.ended.then(() => (alive -= 1));
    started.push(channel);
    return channel;
  };
  const pool = createClientPool({ command: '', driver: 'adapter' }, { concurrency, answerDeadlineMs: 10_000, launch });
  onTestFinished(() => pool.close());
  const use = async (): Promise<DrivenClient> => {
    const client = await pool.acquire(new Recorder(), 'client');
    await client.start('close').outcome();
    await pool.release(client);
    return client;
  };
  return { pool, started, alive: () => alive, use };
}

test('a process that is closed in good order is used again, with a history of its own', async () => {
  const { pool, started, use } = rig(2);
  await use();
  const recorder = new Recorder();
  const client = await pool.acquire(recorder, 'second');
  expect(started).toHaveLength(1);
  expect(client.usedBefore).toBe(1);
  expect(recorder.events).toMatchObject([
    { client: 'second', what: 'started' },
    { client: 'second', what: 'ready', value: { name: 'fake' } },
  ]);
  await client.start('close').outcome();
  expect(recorder.events.at(-1)).toMatchObject({ client: 'second', what: 'answer', label: 'second/close' });
});

test('a process is not used again when a case says so, asks for a fresh one, or did not close it', async () => {
  const { pool, started, alive, use } = rig(1);
  await use();
  const fresh = await pool.acquire(new Recorder(), 'client', { fresh: true });
  expect(started).toHaveLength(2);
  expect(fresh.usedBefore).toBe(0);
  expect(alive()).toBe(1);
  await fresh.start('close').outcome();
  await pool.release(fresh, { reusable: false });
  const unclosed = await pool.acquire(new Recorder(), 'client');
  await pool.release(unclosed);
  await use();
  expect(started).toHaveLength(4);
});

test.each([
  ['noise', 'hello'],
  ['an event', JSON.stringify({ event: 'closed' })],
  ['a second answer', JSON.stringify({ id: 1, ok: true, result: {} })],
])('a process that says more after its close is not used again: %s', async (_, after) => {
  const { started, use } = rig(1, () => after);
  await use();
  await use();
  expect(started).toHaveLength(2);
});

test('a process that ends while nobody uses it is replaced', async () => {
  const { started, use } = rig(1);
  await use();
  await started[0]?.kill();
  await use();
  expect(started).toHaveLength(2);
});

test('no more processes live than are allowed; the next case waits, a further client of one does not', async () => {
  const { pool, started } = rig(1);
  const first = await pool.acquire(new Recorder(), 'first');
  const waiting = pool.acquire(new Recorder(), 'waiting');
  const further = await pool.acquire(new Recorder(), 'further', { further: true });
  expect(started).toHaveLength(2);
  await pool.release(further);
  await pool.release(first);
  await waiting;
  expect(started).toHaveLength(3);
});

test('a client that does not become ready ends the case, and its place is free again', async () => {
  let isBroken = true;
  const launch: LaunchClient = () =>
    streamChannel(async ({ stdin, stdout, stderr }) => {
      if (isBroken) {
        stderr.write('no licence\n');
        return 3;
      }
      stdout.write(`${JSON.stringify(READY)}\n`);
      await readLines(stdin, () => undefined);
      return 0;
    });
  const target = { command: '', driver: 'adapter' } as const;
  const pool = createClientPool(target, { concurrency: 1, answerDeadlineMs: 1_000, launch });
  onTestFinished(() => pool.close());
  await expect(pool.acquire(new Recorder(), 'client')).rejects.toThrow(
    'the client ended (status 3) before it said that it is ready; its last output: no licence',
  );
  isBroken = false;
  await pool.acquire(new Recorder(), 'client');
});

test('closing ends every process and everybody who waits for one', async () => {
  const { pool, started } = rig(1);
  await pool.acquire(new Recorder(), 'client');
  const waiting = pool.acquire(new Recorder(), 'waiting');
  await Promise.all([pool.close(), expect(waiting).rejects.toThrow('the run is being ended')]);
  await Promise.all(started.map(({ ended }) => ended));
  await expect(pool.acquire(new Recorder(), 'late')).rejects.toThrow('the run is being ended');
});
