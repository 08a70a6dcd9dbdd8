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
    const port = await freePort();
    const server = startGuarded(program, ['-host', HOSTNAME, '-port', String(port)]);
    const place = localPlace(`http://${HOSTNAME}:${port}`);
    try {
      await untilReady(server, new ToxiproxyApi(place.apiUrl), program);
      return { place, close: () => server.end() };
    } catch (error) {
      await server.end();
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function untilReady(server: GuardedProcess, api: ToxiproxyApi, program: string): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  for (;;) {
    try {
      await api.version();
      // Another server may hold the port: then it is that one which answers.
      if (!server.hasEnded) return;
    } catch {
      // It does not listen yet.
    }
    if (server.hasEnded) throw new Error(`${program} ended before it listened: ${await server.ended}`);
    if (performance.now() > deadline) throw new Error(`${program} did not listen within ${START_DEADLINE_MS / 1000} s`);
    await delay(POLL_MS);
  }
}
