import { access, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '../embedded/link-hooks.js';
import { freePort } from '../local/free-port.js';
import { startGuarded, type GuardedProcess } from '../local/guarded-process.js';
import type { NginxPlace, RunningNginx } from './place.js';

const HOSTNAME = '127.0.0.1';
const START_DEADLINE_MS = 15_000;
const POLL_MS = 5;
/** Somebody else can take a free port before nginx does. */
const ATTEMPTS = 4;
/** The owner may do everything; the worker processes, which are somebody else when root starts nginx, get to their folders. */
const FOLDER_MODE = 0o711;

/** nginx as processes of this machine, each with a folder of its own, on the loopback interface. */
export function localNginx(program: string): NginxPlace {
  return {
    recorderHostname: HOSTNAME,
    upstreamAt: (recorder) => recorder,
    async run(config) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await start(program, config);
        } catch (error) {
          if (attempt === ATTEMPTS || !isPortTaken(error)) throw error;
        }
      }
    },
  };
}

async function start(program: string, config: (listen: Address) => string): Promise<RunningNginx> {
  const listen: Address = { hostname: HOSTNAME, port: await freePort() };
  const prefix = await mkdtemp(join(tmpdir(), 'faultline-nginx-'));
  const file = join(prefix, 'nginx.conf');
  let nginx: GuardedProcess | undefined;
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    ending ??= (async () => {
      await nginx?.end();
      await rm(prefix, { recursive: true, force: true }).catch(() => undefined);
    })();
    return ending;
  };
  try {
    await chmod(prefix, FOLDER_MODE);
    await mkdir(join(prefix, 'logs'));
    await writeFile(file, config(listen));
    nginx = startGuarded(program, ['-p', `${prefix}/`, '-c', file, '-e', 'stderr']);
    await untilListening(nginx, join(prefix, 'nginx.pid'));
  } catch (error) {
    await end();
    throw error;
  }
  const running = nginx;
  return {
    address: listen,
    end,
    async reload(changed) {
      await writeFile(file, changed(listen));
      const signal = startGuarded(program, ['-p', `${prefix}/`, '-c', file, '-e', 'stderr', '-s', 'reload']);
      const output = await signal.ended;
      if (/\[(emerg|alert|error)\]/.test(output) || running.hasEnded)
        throw new Error(`nginx did not reload: ${output}`);
    },
  };
}

/** nginx writes its pid once its port is open. That something accepts there says less: it may be somebody else. */
async function untilListening(nginx: GuardedProcess, pidFile: string): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (!(await exists(pidFile))) {
    if (nginx.hasEnded) throw new Error(`nginx ended at its start: ${await nginx.ended}`);
    if (performance.now() > deadline) throw new Error(`nginx did not listen within ${START_DEADLINE_MS / 1000} s`);
    await delay(POLL_MS);
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && /address already in use/i.test(error.message);
}
