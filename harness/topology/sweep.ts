import type { Engine } from '../link/containers/engine.js';
import { isStale, ofRun } from './labels.js';

/** Removes what a run has started, containers first; each by its id. What is gone already is no failure. */
export async function sweepRun(docker: Engine, run: string): Promise<void> {
  await sweep(docker, ofRun(run), () => true);
}

/** Removes what runs have left behind whose process is gone. */
export async function sweepStale(docker: Engine): Promise<void> {
  await sweep(docker, ofRun(), isStale);
}

async function sweep(
  docker: Engine,
  filters: { readonly label: string[] },
  isToGo: (labels: Record<string, string> | undefined) => boolean,
): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(
    containers
      .filter(({ Labels }) => isToGo(Labels))
      .map(({ Id }) => quietly(docker.getContainer(Id).remove({ force: true, v: true }))),
  );
  const networks = await docker.listNetworks({ filters });
  await Promise.all(
    networks.filter(({ Labels }) => isToGo(Labels)).map(({ Id }) => quietly(docker.getNetwork(Id).remove())),
  );
}

async function quietly(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    // Gone already, or somebody else is removing it.
    if (status !== 404 && status !== 409) throw error;
  }
}
