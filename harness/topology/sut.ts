import type { Engine } from '../link/containers/engine.js';
import { listensWithin } from '../link/containers/listening.js';
import type { SutContainer } from '../link/containers/request.js';
import { joinNetwork } from '../link/containers/sut-control.js';
import type { ImageFacts } from './image.js';
import type { TopologyNetwork } from './network.js';
import { endingOf, startContainer } from './start-container.js';

const START_DEADLINE_MS = 30_000;

/** What a server in an image listens on. */
export interface SutEndpoint {
  readonly port: number;
  readonly path: string;
}

/**
 * Where the server of an image listens, by its labels `faultline.port` and `faultline.path`, and otherwise by the one
 * port that it says it exposes, at `/mcp`.
 * @throws Error with one line when the image does not say
 */
export function endpointOf({ name, labels, ports }: ImageFacts): SutEndpoint {
  const labelled = Number(labels['faultline.port']);
  const port = Number.isInteger(labelled) && labelled > 0 ? labelled : ports.length === 1 ? ports[0] : undefined;
  if (port === undefined) {
    throw new Error(
      `the image ${name} does not say on which port its server listens: add --url http://localhost:PORT/mcp with the port inside of the container`,
    );
  }
  return { port, path: labels['faultline.path'] ?? '/mcp' };
}

/** Where a server is put. */
export interface SutPlace {
  readonly network: TopologyNetwork;
  /** An address of the network that nobody has. */
  readonly hostname: string;
  readonly labels: Record<string, string>;
  /** Image of the container that keeps the address. */
  readonly idleImage: string;
}

/** Starts the server of an image on a network interface that outlives it, and waits until it accepts connections. */
export async function startSut(
  docker: Engine,
  image: string,
  port: number,
  { network, hostname, labels, idleImage }: SutPlace,
): Promise<SutContainer> {
  const holder = await startContainer({ image: idleImage, labels, network: network.name, ...IDLE });
  const address = { holder: holder.id, network: network.id, hostname };
  await docker.getNetwork(network.id).disconnect({ Container: holder.id });
  await joinNetwork(docker, address);
  const { id } = await startContainer({ image, labels, network: `container:${holder.id}` });
  await untilListening(docker, image, { id, hostname: address.hostname, port });
  return { ...address, id, port };
}

/** Runs nothing, for as long as the container is there. */
export const IDLE = { entrypoint: ['sleep'], command: ['infinity'] } as const;

/** Ends the server as its image is ended, and starts it anew. */
export async function restartSut(docker: Engine, image: string, sut: SutContainer): Promise<void> {
  await docker.getContainer(sut.id).restart({ t: 3 });
  await untilListening(docker, image, sut);
}

async function untilListening(
  docker: Engine,
  image: string,
  sut: { readonly id: string; readonly hostname: string; readonly port: number },
): Promise<void> {
  let ending: string | undefined;
  const isOver = async (): Promise<boolean> => (ending = await endingOf(docker, sut.id)) !== undefined;
  if (await listensWithin(sut, START_DEADLINE_MS, isOver)) return;
  throw new Error(
    ending === undefined
      ? `the server of the image ${image} accepted no connection on port ${sut.port} within ${START_DEADLINE_MS / 1000} s`
      : `the container of the image ${image} ${ending}`,
  );
}
