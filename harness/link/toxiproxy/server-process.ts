import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../local/free-port.js';
import { startGuarded, type GuardedProcess } from '../local/guarded-process.js';
import { ToxiproxyApi } from './api.js';
import type { ToxiproxyAccess } from './backend.js';
import type { FoundToxiproxy } from './find-server.js';
import { localPlace } from './place.js';

const HOSTNAME = '127.0.0.1';
const START_DEADLINE_MS = 15_000;
const POLL_MS = 20;
/** Somebody else can take a free port before the server does. */
const ATTEMPTS = 3;

/** Makes a Toxiproxy on this machine ready: starts it, unless it runs. Rejects with a plain message. */
export async function accessToxiproxy(found: FoundToxiproxy): Promise<ToxiproxyAccess> {
  if ('program' in found) return startServer(found.program);
  const place = localPlace(found.apiUrl);
  await new ToxiproxyApi(place.apiUrl).version();
  return { place, close: () => Promise.resolve() };
}

async function startServer(program: string): Promise<ToxiproxyAccess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToStart(program);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function tryToStart(program: string): Promise<ToxiproxyAccess> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'faultline-toxiproxy-'));
  const config = join(folder, 'proxies.json');
  // A closed proxy of a name of its own tells this server from another one that has got the port first.
  const mark = `faultline-${randomUUID()}`;
  let server: GuardedProcess | undefined;
  try {
    const proxy = { name: mark, listen: `${HOSTNAME}:0`, upstream: `${HOSTNAME}:1`, enabled: false };
    await writeFile(config, JSON.stringify([proxy]));
    const started = startGuarded(program, ['-host', HOSTNAME, '-port', String(port), '-config', config]);
    server = started;
    const place = localPlace(`http://${HOSTNAME}:${port}`);
    await untilReady(started, new ToxiproxyApi(place.apiUrl), mark, program);
    return { place, close: () => started.end() };
  } catch (error) {
    await server?.end();
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilReady(server: GuardedProcess, api: ToxiproxyApi, mark: string, program: string): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (!(await api.has(mark))) {
    if (server.hasEnded) throw new Error(`${program} ended before it listened: ${await server.ended}`);
    if (performance.now() > deadline) throw new Error(`${program} did not listen within ${START_DEADLINE_MS / 1000} s`);
    await delay(POLL_MS);
  }
}
