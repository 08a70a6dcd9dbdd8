import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findEngine, type Engine } from '../../link/containers/engine.js';
import type { ClientContainers } from '../../link/containers/request.js';
import { startTopology, type Topology } from '../../topology/start-topology.js';
import { ClientProcess } from './client-process.js';
import { containerChannel } from './container-channel.js';
import { discoverClient } from './discover-client.js';

const ENDS = 'faultline-test/client-ends';

let docker: Engine;
let topology: Topology;

function place(): ClientContainers {
  const { client } = topology;
  if (client === undefined) throw new Error('the topology has no place for a client');
  return client;
}

/** The containers of the gold client that there are now, whatever their state. */
async function clients(): Promise<number> {
  const filters = { label: Object.entries(place().labels).map(([name, value]) => `${name}=${value}`) };
  const containers = await docker.listContainers({ all: true, filters });
  return containers.filter(({ Image }) => Image === 'faultline/gold-client').length;
}

/** An image whose client complains and ends, made from that of nginx. */
async function makeEndingImage(): Promise<void> {
  const container = await docker.createContainer({ Image: 'faultline/nginx' });
  const [repo, tag] = [ENDS, 'latest'];
  const changes = 'ENTRYPOINT ["sh", "-c", "echo no such database >&2; exit 3"]';
  await container.commit({ repo, tag, changes });
  await container.remove();
}

describe.skipIf(inject('noContainers') !== '')('a client in a container', () => {
  beforeAll(async () => {
    docker = await findEngine();
    await makeEndingImage();
    topology = await startTopology({ clientImage: 'faultline/gold-client', signal: new AbortController().signal });
  });

  afterAll(async () => {
    await topology.close();
    await docker.getImage(ENDS).remove({ force: true });
  });

  test('is ready, ends with its input, and its container is removed', async () => {
    const begun = performance.now();
    const client = new ClientProcess(containerChannel(place()));
    expect(await client.ready(30_000)).toMatchObject({ ok: true, hello: { name: 'faultline-gold-client' } });
    console.log(`client ready in ${Math.round(performance.now() - begun)} ms`);
    expect(await clients()).toBe(1);
    client.endInput();
    expect(await client.ended).toEqual({ status: 0, signal: null });
    await client.kill();
    expect(await clients()).toBe(0);
  });

  test('is gone when it is killed, whether it has been started yet or not', async () => {
    const [first, second] = [containerChannel(place()), new ClientProcess(containerChannel(place()))];
    const early = first.kill();
    await second.ready(30_000);
    await Promise.all([early, second.kill(), second.kill()]);
    expect(await first.ended).toEqual({ status: null, signal: 'SIGKILL' });
    expect(await second.ended).toEqual({ status: null, signal: 'SIGKILL' });
    await expect.poll(clients, { timeout: 10_000 }).toBe(0);
  });

  test('is told its variables and arguments, and its output is read to the end', async () => {
    const script = 'process.stdout.write("x".repeat(300_000) + process.env.TOLD); process.stderr.write("log")';
    const image = 'faultline-test/client-node';
    const made = await docker.createContainer({ Image: 'faultline/gold-client' });
    await made.commit({ repo: image, tag: 'latest', changes: 'ENTRYPOINT ["node", "-e"]' });
    await made.remove();
    const channel = containerChannel({ ...place(), image, args: [script] }, { TOLD: 'said' });
    const said = { stdout: '', stderr: '' };
    channel.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString('utf8')));
    channel.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString('utf8')));
    expect(await channel.ended).toEqual({ status: 0, signal: null });
    expect(said.stdout).toMatch(/^x{300000}said$/);
    expect(said.stderr).toBe('log');
    await channel.kill();
    await docker.getImage(image).remove({ force: true });
  });

  test.each([
    ['ends at once', ENDS, /^the client ended \(status 3\) before .*; its last output: no such database$/],
    ['is not there', 'faultline-test/none', /^the client ended \(status unknown\) .* no container: .*No such image/],
  ])('that %s is told in one line', async (_name, image, reason) => {
    const target = { command: '', driver: 'adapter', containers: { ...place(), image } } as const;
    const found = await discoverClient(target, { deadlineMs: 10_000 });
    expect(found).toMatchObject({ ok: false, reason: expect.stringMatching(reason) as string });
  });

  test('reaches this machine, and is looked at there', async () => {
    const target = { command: '', driver: 'adapter', containers: place() } as const;
    const found = await discoverClient(target, { deadlineMs: 30_000, revisions: ['2025-11-25'] });
    expect(found).toMatchObject({ ok: true, profile: { byRevision: { '2025-11-25': { resumes: true } } } });
    await expect.poll(clients, { timeout: 10_000 }).toBe(0);
  });
});
