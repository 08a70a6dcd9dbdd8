import { expect, test } from 'vitest';
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
