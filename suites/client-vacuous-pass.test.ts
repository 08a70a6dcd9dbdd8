import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import type { LaunchClient } from '../harness/sut/client/channel.js';
import { streamChannel } from '../harness/sut/client/channel.js';
import type { ClientDriver } from './testing/client-in-process.js';
import { goldClientProfile, runClientCases } from './testing/client-in-process.js';

/** Cases run as if the client offered everything: discovery, which would refuse these clients, is left out. */
async function passesOf(launch: LaunchClient, driver: ClientDriver = 'adapter'): Promise<string[]> {
  const results = await runClientCases(launch, {
    driver,
    selection: {},
    profile: await goldClientProfile({}, driver),
    revisions: ['2025-11-25'],
    concurrency: 200,
    // None of these clients does anything: there is nothing to wait for.
    patience: 0.05,
  });
  expect(results.length).toBeGreaterThan(50);
  return results.filter(({ verdict }) => verdict === 'pass' || verdict === 'warn').map(({ id }) => id);
}

const READY = JSON.stringify({
  event: 'ready',
  name: 'nothing',
  version: '0',
  ops: [
    'connect',
    'listTools',
    'callTool',
    'readResource',
    'subscribe',
    'unsubscribe',
    'cancel',
    'ping',
    'state',
    'close',
  ],
  revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
  transports: ['streamable-http'],
});

test(
  'no case passes an adapter that answers ok to everything without a byte on the wire',
  { timeout: 180_000 },
  async () => {
    const launch: LaunchClient = () =>
      streamChannel(async ({ stdin, stdout }) => {
        stdout.write(`${READY}\n`);
        for await (const line of createInterface({ input: stdin })) {
          const { id } = JSON.parse(line) as { id: number };
          stdout.write(`${JSON.stringify({ id, ok: true, result: { connected: true, content: [], tools: [] } })}\n`);
        }
        return 0;
      });
    expect(await passesOf(launch)).toEqual([]);
  },
);

test('no case passes an adapter that exits at once', { timeout: 180_000 }, async () => {
  expect(await passesOf(() => streamChannel(() => Promise.resolve(0)))).toEqual([]);
});

test(
  'no case passes a client without an adapter that ends without a byte on the wire',
  { timeout: 180_000 },
  async () => {
    expect(await passesOf(() => streamChannel(() => Promise.resolve(0)), 'official')).toEqual([]);
  },
);

test('no case passes a client without an adapter that never does anything', { timeout: 180_000 }, async () => {
  const never = (): Promise<number> => new Promise(() => undefined);
  expect(await passesOf(() => streamChannel(never), 'official')).toEqual([]);
});
