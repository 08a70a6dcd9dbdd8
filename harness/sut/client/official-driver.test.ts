import { expect, test } from 'vitest';
import { Recorder } from '../../history/recorder.js';
import { discoverClient } from './discover-client.js';
import { officialClient } from './official-driver.js';

function driverOf(command: string, recorder = new Recorder()): ReturnType<typeof officialClient> {
  return officialClient({ command, driver: 'official' }, { name: 'client', recorder, answerDeadlineMs: 10_000 });
}

test('a run is told what it is by its environment and its last argument; its end is its answer', async () => {
  const recorder = new Recorder();
  const client = driverOf(
    'node -e "console.error(process.argv.at(-1), process.env.MCP_CONFORMANCE_SCENARIO, process.env.MCP_CONFORMANCE_CONTEXT)"',
    recorder,
  );
  const run = client.start('run', { url: "http://127.0.0.1:1/it's", scenario: 'tools_call', context: { a: 1 } });
  expect(await run.outcome()).toEqual({ kind: 'ok', result: { status: 0 } });
  const log = recorder.events.flatMap((event) => (event.kind === 'client' ? [event.text ?? ''] : [])).join('');
  expect(log).toBe('http://127.0.0.1:1/it\'s tools_call {"a":1}\n');
  expect(client.alive).toBe(false);
});

test('a run that fails keeps its status and its last words; one that hangs can be ended', async () => {
  const failing = driverOf('echo no such scenario >&2; exit 3; true');
  expect(await failing.start('run', { url: 'http://a', scenario: 'x' }).outcome()).toEqual({
    kind: 'failed',
    error: { message: 'the client ended (status 3); its last output: no such scenario', code: 3 },
  });
  const hanging = driverOf('sleep 1000; true');
  const run = hanging.start('run', { url: 'http://a', scenario: 'x' });
  expect(await run.outcome(20)).toEqual({ kind: 'none' });
  await hanging.kill();
  expect(run.settled).toMatchObject({ kind: 'failed' });
});

test('other operations need an adapter', async () => {
  const outcome = await driverOf('true').start('connect').outcome();
  expect(outcome).toMatchObject({ kind: 'failed', error: { name: 'unsupported' } });
});

test('a client that does nothing plays no scenario', async () => {
  const target = { command: 'true', driver: 'official' } as const;
  const discovery = await discoverClient(target, { deadlineMs: 5_000, revisions: ['2025-11-25'] });
  expect(discovery).toEqual({
    ok: false,
    reason: 'the client played no scenario (initialize, tools_call, sse-retry): it did not do what the scenario wants',
  });
});
