import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { findEngine, type Engine } from '../link/containers/engine.js';
import { startTopology, type Topology, type TopologyPlan } from './start-topology.js';

const GOLD = 'faultline/gold';
const open: Topology[] = [];

async function start(plan: Partial<TopologyPlan> = {}): Promise<Topology> {
  const topology = await startTopology({ signal: new AbortController().signal, image: GOLD, ...plan });
  open.push(topology);
  return topology;
}

/** What a process has started and is there yet; other runs on this machine are left out. */
async function remains(docker: Engine, owner = process.pid): Promise<number> {
  const filters = { label: [`faultline.owner=${owner}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  return containers.length + networks.length;
}

async function statusAt({ sut }: Topology): Promise<number> {
  const { hostname, port } = sut?.dialAt ?? { hostname: '', port: 0 };
  const response = await fetch(`http://${hostname}:${port}/nowhere`, { signal: AbortSignal.timeout(5000) });
  await response.arrayBuffer();
  return response.status;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((topology) => topology.close()));
});

describe.skipIf(inject('noContainers') !== '')('a topology', () => {
  test('is there with its server, and leaves nothing', async () => {
    const docker = await findEngine();
    const begun = performance.now();
    const topology = await start();
    const upMs = performance.now() - begun;
    expect(await statusAt(topology)).toBeGreaterThanOrEqual(400);
    expect(topology.sut?.url.href).toBe('http://localhost:3000/mcp');
    await topology.sut?.restart();
    expect(await statusAt(topology)).toBeGreaterThanOrEqual(400);
    expect(topology.second).toBeUndefined();
    const ending = performance.now();
    await topology.close();
    await topology.close();
    console.log(`topology up in ${Math.round(upMs)} ms, down in ${Math.round(performance.now() - ending)} ms`);
    expect(await remains(docker)).toBe(0);
  });

  test('has a second instance beside the first one where that is asked for', async () => {
    const { sut, second } = await start({ isDouble: true });
    expect(second?.url).toEqual(sut?.url);
    expect(second?.dialAt.hostname).not.toBe(sut?.dialAt.hostname);
    const { hostname, port } = second?.dialAt ?? { hostname: '', port: 0 };
    const response = await fetch(`http://${hostname}:${port}/nowhere`, { signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer();
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  test('of a harness that was killed is removed by the next one', async () => {
    const docker = await findEngine();
    const script = fileURLToPath(new URL('testing/hold-topology.ts', import.meta.url));
    const holder = spawn(process.execPath, ['--import', 'tsx', script, GOLD], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    expect(await remains(docker, holder.pid)).toBeGreaterThan(0);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await remains(docker, holder.pid)).toBeGreaterThan(0);
    const next = await start();
    await next.close();
    expect(await remains(docker, holder.pid)).toBe(0);
  });

  test('of a harness that ends without a word is removed all the same', async () => {
    const docker = await findEngine();
    const script = fileURLToPath(new URL('testing/hold-topology.ts', import.meta.url));
    const args = ['--import', 'tsx', script, GOLD, 'exit'];
    const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder, 'exit');
    await expect.poll(() => remains(docker, holder.pid), { timeout: 20_000, interval: 200 }).toBe(0);
  });

  test('says when one of its proxies ends', async () => {
    const docker = await findEngine();
    const topology = await start();
    const { request } = topology;
    await docker.getContainer(request.nginx.id).kill();
    expect(await topology.failed).toBe('the container of nginx ended in the middle of the run');
  });

  test.each<[string, Partial<TopologyPlan>, RegExp]>([
    [
      'an image that is nowhere',
      { image: 'faultline/no-such-image' },
      /^the image faultline\/no-such-image is not here and can't be pulled \(.+\); scripts\/images.sh no-such-image builds it$/,
    ],
    [
      'an image that does not say where it listens',
      { image: 'faultline-test/ends' },
      /^the image faultline-test\/ends does not say on which port its server listens: add --url /,
    ],
    [
      'a container that ends at once',
      { image: 'faultline-test/ends', url: new URL('http://localhost:3000/mcp') },
      /^the container of the image faultline-test\/ends ended with status 3; its last output: no such database$/,
    ],
  ])('%s is told in one line, and nothing is left', async (_name, plan, message) => {
    const docker = await findEngine();
    const image = await makeEndingImage(docker);
    try {
      await expect(start(plan)).rejects.toThrow(message);
      expect(await remains(docker)).toBe(0);
    } finally {
      await docker.getImage(image).remove({ force: true });
    }
  });
});

/** An image whose server complains and ends, made from that of nginx. */
async function makeEndingImage(docker: Engine): Promise<string> {
  const container = await docker.createContainer({ Image: 'faultline/nginx' });
  try {
    await container.commit({
      repo: 'faultline-test/ends',
      changes: 'ENTRYPOINT ["sh", "-c", "echo no such database >&2; exit 3"]',
    });
  } finally {
    await container.remove();
  }
  return 'faultline-test/ends';
}
