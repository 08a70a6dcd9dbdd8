import type { SutContainer } from '../link/containers/request.js';
import type { ImageFacts } from './image.js';
import type { ContainerPlace } from './place.js';
import { endpointOf, restartSut, startSut } from './sut.js';

/** A server that runs in a container. */
export interface ServerContainer {
  /** Its URL as its clients know it. */
  readonly url: URL;
  /** Where it is to be dialled. */
  readonly dialAt: SutContainer;
  /** Ends it as its image is ended, and starts it anew at the same address. */
  restart(): Promise<void>;
  /** Removes it. Idempotent. */
  remove(): Promise<void>;
}

/** What is to be started, and where. */
export interface ServerPlan {
  readonly facts: ImageFacts;
  /** The URL of the server as its clients know it; by default the image says where it listens. */
  readonly url?: URL;
  /** Which of the addresses it gets that the place keeps for servers: of those that are there at a time, another each. */
  readonly position: number;
  /** Image of the container that keeps the address; it has to have a `sleep`. */
  readonly idleImage: string;
}

/**
 * Starts a server from its image and waits until it accepts connections.
 * @throws Error with one line when the image does not say where, or nobody does so in time
 */
export async function startServer(
  { docker, network, labels }: ContainerPlace,
  { facts, url, position, idleImage }: ServerPlan,
): Promise<ServerContainer> {
  const { name: image } = facts;
  const endpoint = url === undefined ? endpointOf(facts) : { port: portOf(url), path: '' };
  const hostname = network.sutAddress(position);
  const dialAt = await startSut(docker, image, endpoint.port, { network, hostname, labels, idleImage });
  return {
    url: url ?? new URL(`http://localhost:${endpoint.port}${endpoint.path}`),
    dialAt,
    restart: () => restartSut(docker, image, dialAt),
    async remove() {
      const ids = [dialAt.id, dialAt.holder];
      await Promise.allSettled(ids.map((id) => docker.getContainer(id).remove({ force: true, v: true })));
    },
  };
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}
