import { randomBytes } from 'node:crypto';
import { findEngine, type Engine } from '../link/containers/engine.js';
import type { ClientContainers } from '../link/containers/request.js';
import { refuseNoClient, requireImage } from './image.js';
import { labelsOf } from './labels.js';
import { createNetwork, type TopologyNetwork } from './network.js';
import { removeAtExit } from './remove-at-exit.js';
import { sweepRun, sweepStale } from './sweep.js';

/** A network of a run, in which its containers are started. */
export interface ContainerPlace {
  readonly docker: Engine;
  readonly network: TopologyNetwork;
  /** What everything in it is labelled with. */
  readonly labels: Record<string, string>;
  /**
   * Where the processes of a client are to be started, which is an image.
   * @throws Error with one line when the image can't be had, or says that it is no client
   */
  clientOf(image: string, signal: AbortSignal): Promise<ClientContainers>;
  /** Removes it and everything that was started in it, by its id. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a place. What runs have left behind that were killed is removed first.
 * @throws Error with one line; nothing is left then
 */
export async function openPlace(): Promise<ContainerPlace> {
  const docker = await findEngine();
  await sweepStale(docker);
  const run = randomBytes(6).toString('hex');
  const labels = labelsOf(run);
  const release = removeAtExit(docker, run);
  let hasClients = false;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await (closing ??= sweepRun(docker, run));
    // A client's container that was on its way may come after the sweep: the end of this process sweeps again.
    if (!hasClients) release();
  };
  try {
    const network = await createNetwork(docker, `faultline-${run}`, labels);
    return {
      docker,
      network,
      labels,
      async clientOf(image, signal) {
        refuseNoClient(await requireImage(docker, image, signal));
        hasClients = true;
        return { image, network: network.name, gateway: network.gateway, labels };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
