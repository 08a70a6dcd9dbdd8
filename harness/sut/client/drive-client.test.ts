import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { ClientEvent } from '../../history/events.js';
import { Recorder } from '../../history/recorder.js';
import { driveClient } from './drive-client.js';
import type { DrivenClient } from './driven-client.js';
import { spawnChannel } from './spawn-channel.js';
import { fakeAdapter } from './testing/fake-adapter.js';

interface Driven {
  readonly client: DrivenClient;
  readonly recorder: Recorder;
  readonly said: (what: ClientEvent['what']) => ClientEvent[];
}

async function drive(script: string): Promise<Driven> {
  const recorder = new Recorder();
  const driving = await driveClient(spawnChannel(fakeAdapter(script)), {
    name: 'client',
    recorder,
    answerDeadlineMs: 10_000,
  });
  if (!driving.ok) throw new Error(driving.reason);
  return {
    client: driving.client,
    recorder,
    said: (what) => recorder.events.filter((event) => event.kind === 'client').filter((event) => event.what === what),
  };
}

test('operations are answered in any order, and each outcome is that of its own line', async () => {
  const { client, said } = await drive(`ready(); const held = [];
    on(({ id, op }) => {
      held.push([id, op]);
      if (held.length === 2) for (const [id, op] of held.reverse()) ok(id, { op });
    });`);
  const first = client.start('connect', { url: 'http://127.0.0.1:1/' }, { label: 'opening' });
  const second = client.start('state');
  expect(first.settled).toBeUndefined();
  expect(await first.outcome()).toEqual({ kind: 'ok', result: { op: 'connect' } });
  expect(await second.outcome()).toEqual({ kind: 'ok', result: { op: 'state' } });
  expect(said('operation').map(({ label }) => label)).toEqual(['opening', 'client/state']);
  expect(said('answer').map(({ label }) => label)).toEqual(['client/state', 'opening']);
  await client.kill();
});

test('a missed deadline is recorded, and asking again waits anew', async () => {
  const { client, recorder } = await drive('ready(); on(({ id, op }) => { if (op === "close") ok(1); });');
  const operation = client.start('connect');
  expect(await operation.outcome(20)).toEqual({ kind: 'none' });
  expect(recorder.events.at(-1)).toMatchObject({ kind: 'probe', what: 'deadline', name: 'client/connect' });
  client.start('close');
  expect(await operation.outcome()).toEqual({ kind: 'ok', result: {} });
  await client.kill();
});

test('an error is told as the client told it, an empty message too', async () => {
  const { client } = await drive(
    'ready(); on(({ id }) => say({ id, ok: false, error: { message: "", code: -32001, status: 404, name: "E" } }));',
  );
  const error = { message: '', code: -32_001, status: 404, name: 'E' };
  expect(await client.start('connect').outcome()).toEqual({ kind: 'failed', error });
  await client.kill();
});

test('what is in flight is gone when the process ends in the middle of it', async () => {
  const { client, said } = await drive(
    'ready(); on(() => { process.stdout.write("{\\"id\\": 1, "); process.exit(7); });',
  );
  expect(await client.start('connect').outcome()).toEqual({ kind: 'gone' });
  expect(said('exit')).toMatchObject([{ status: 7, signal: null }]);
  expect(said('noise')).toMatchObject([{ code: 'bad-json', text: '{"id": 1, ' }]);
  expect(client.alive).toBe(false);
  expect(await client.start('close').outcome()).toEqual({ kind: 'gone' });
  client.write('nobody reads this');
});

test('what the contract does not have is noise, and the rest goes on', async () => {
  const { client, said } = await drive(`ready(); on(({ id }) => {
    say('hello'); say([1]); say({ x: 1 }); say({ event: 'joy' }); ready(); say({ id: 99, ok: true, result: {} });
    ok(id); ok(id); say({ event: 'closed' }); });`);
  expect(await client.start('connect').outcome()).toEqual({ kind: 'ok', result: {} });
  expect(await client.finish(10_000)).toBe(true);
  expect(said('noise').map(({ code }) => code)).toEqual([
    'bad-json',
    'bad-json',
    'unknown-shape',
    'unknown-event',
    'second-ready',
    'unknown-id',
    'answered-twice',
  ]);
  expect(said('event')).toMatchObject([{ value: { event: 'closed' } }]);
  expect(said('exit')).toMatchObject([{ status: 0 }]);
});

test('an answer that cannot be read ends its operation', async () => {
  const { client, said } = await drive('ready(); on(({ id }) => say({ id, ok: true }));');
  const reason = 'the answer is ok and has no result object';
  const failed = { kind: 'failed', error: { message: reason, name: 'bad-answer' } };
  expect(await client.start('connect').outcome()).toEqual(failed);
  expect(said('noise')).toMatchObject([{ code: 'bad-answer', id: 1, label: 'client/connect' }]);
  await client.kill();
});

test('lines written as they are may be answered, by their id or by none', async () => {
  const { client, recorder, said } = await drive(`ready();
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      try { const { id } = JSON.parse(line); say({ id, ok: false, error: { message: 'no such op' } }); }
      catch { say({ id: null, ok: false, error: { message: 'unreadable' } }); }
    });`);
  client.write('{');
  client.write('{"id": 77, "op": "dance"}');
  await recorder.waitFor('answers', 10_000, () => said('answer').length === 2);
  expect(said('answer').map(({ id }) => id)).toEqual([undefined, 77]);
  expect(said('noise')).toEqual([]);
  await client.kill();
});

test('a line of 64 MB is not kept, and what follows it is read', async () => {
  const { client, said } = await drive(
    'ready(); on(({ id }) => { say({ id, ok: true, result: { text: "x".repeat(67108864) } }); ok(id); });',
  );
  expect(await client.start('connect').outcome()).toEqual({ kind: 'ok', result: {} });
  expect(said('noise')).toMatchObject([
    { code: 'too-long', text: '{"id":1,"ok":true,"result":{"text":"xxx' + 'x'.repeat(161) },
  ]);
  await client.kill();
});

test('a flood of lines ends the process, and says so', async () => {
  const { client, recorder, said } = await drive(
    'ready(); on(() => { const pour = () => { while (process.stdout.write("{}\\n".repeat(1000))); process.stdout.once("drain", pour); }; pour(); });',
  );
  expect(await client.start('connect').outcome()).toEqual({ kind: 'gone' });
  expect(recorder.events.length).toBeLessThan(51_000);
  expect(said('noise').at(-1)).toMatchObject({ code: 'flood' });
});

test('an adapter that does not end with its input is told apart, and is ended with all that it started', async () => {
  const { client, recorder, said } = await drive(`process.on('SIGTERM', () => 0);
    const child = require('node:child_process').spawn('sleep', ['1000'], { stdio: 'inherit' });
    ready(); on(({ id }) => ok(id, { pid: child.pid })); setInterval(() => 0, 1000);`);
  const outcome = await client.start('state').outcome();
  const pid = outcome.kind === 'ok' ? Number(outcome.result['pid']) : 0;
  expect(isRunning(pid)).toBe(true);
  expect(await client.finish(20)).toBe(false);
  expect(recorder.events.at(-1)).toMatchObject({ what: 'deadline', name: 'client/exit' });
  await client.kill();
  await client.kill();
  expect(said('exit')).toMatchObject([{ signal: 'SIGKILL' }]);
  await untilGone(pid);
});

test('what a process leaves behind when it ends is ended too', async () => {
  const { client } = await drive(`
    const child = require('node:child_process').spawn('sleep', ['1000'], { stdio: 'inherit' });
    child.unref(); ready(); on(({ id }) => ok(id, { pid: child.pid })).on('close', () => process.exit(0));`);
  const outcome = await client.start('state').outcome();
  const pid = outcome.kind === 'ok' ? Number(outcome.result['pid']) : 0;
  expect(await client.finish(10_000)).toBe(true);
  await untilGone(pid);
});

test('the log is evidence, in bounds', async () => {
  const { client, recorder, said } = await drive(
    'ready(); on(({ id }) => process.stderr.write("log ".repeat(100000), () => ok(id)));',
  );
  await client.start('connect').outcome();
  await client.kill();
  const characters = said('stderr').reduce((sum, { text = '' }) => sum + text.length, 0);
  expect(characters).toBeGreaterThan(1_000);
  expect(characters).toBeLessThanOrEqual(65_536);
  expect(recorder.events.length).toBeLessThan(100);
});

test.each([
  ['no-such-command-here', 'the shell found no such command (status 127) before it said that it is ready'],
  [
    'echo bad luck >&2; exit 3',
    'the client ended (status 3) before it said that it is ready; its last output: bad luck',
  ],
  ['echo hello; exec sleep 1000', 'its first line is not ready: hello'],
  ['exec sleep 1000', 'the client did not say that it is ready within 0.3 s'],
  ['echo \'{"event":"ready"}\'; exec sleep 1000', 'the ready line has no name or no version: {"event":"ready"}'],
])('a client that does not become ready: %s', async (command, reason) => {
  const channel = spawnChannel(command);
  const use = { name: 'client', recorder: new Recorder(), answerDeadlineMs: 1_000 };
  const driving = await driveClient(channel, { ...use, ...(command.startsWith('exec') && { readyDeadlineMs: 300 }) });
  expect(driving.ok ? '' : driving.reason).toContain(reason);
  await channel.ended;
});

function isRunning(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    // Who is dead and not yet collected can be signalled still.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
}
