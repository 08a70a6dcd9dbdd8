import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../link/containers/engine.js';
import { isStale, ofRun } from './labels.js';

/** What is on its way to be removed by somebody else is looked for again so many times. */
const LOOKS = 30;
const BETWEEN_LOOKS_MS = 100;

/**
 * Removes what a run has started, containers first; each by its id. What is gone already is no failure.
 * @throws Error when something of it stays
 */
export async function sweepRun(docker: Engine, run: string): Promise<void> {
  for (let look = 1; look <= LOOKS; look += 1) {
    if ((await sweep(docker, ofRun(run), () => true)) === 0) return;
    if (look > 1) await delay(BETWEEN_LOOKS_MS);
  }
  throw new Error('the container engine did not remove all that was started');
}

/** Removes what runs have left behind whose process is gone. */
export async function sweepStale(docker: Engine): Promise<void> {
  await sweep(docker, ofRun(), isStale);
}

/** Returns how much there was to be removed. */
async function sweep(
  docker: Engine,
  filters: { readonly label: string[] },
  isToGo: (labels: Record<string, string> | undefined) => boolean,
): Promise<number> {
  const all = await docker.listContainers({ all: true, filters });
  const containers = all.filter(({ Labels }) => isToGo(Labels));
  await Promise.all(containers.map(({ Id }) => quietly(docker.getContainer(Id).remove({ force: true, v: true }))));
  const networks = (await docker.listNetworks({ filters })).filter(({ Labels }) => isToGo(Labels));
  await Promise.all(networks.map(({ Id }) => quietly(docker.getNetwork(Id).remove())));
  return containers.length + networks.length;
}

/** Gone already; in use by a container that is being removed; being removed by somebody else. */
const NO_FAILURES = [404, 403, 409];

async function quietly(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    if (status === undefined || !NO_FAILURES.includes(status)) throw error;
  }
}
