import { listensWithin } from '../link/containers/listening.js';
import type { ClientContainers, ContainersRequest } from '../link/containers/request.js';
import { requireImage } from './image.js';
import { checkPassage } from './passage-check.js';
import { openPlace, type ContainerPlace } from './place.js';
import { startServer, type ServerContainer } from './server-container.js';
import { startContainer } from './start-container.js';
import { IDLE } from './sut.js';
import { watchContainers } from './watch.js';

/** What a topology is to have. */
export interface TopologyPlan {
  /** Image of the server under test; without it the server is somewhere else. */
  readonly image?: string;
  /** Whether a second instance of it is to be there. */
  readonly isDouble?: boolean;
  /** Image of the client under test, of which others start the containers. */
  readonly clientImage?: string;
  /** The URL of the server as its clients know it; by default the image says where it listens. */
  readonly url?: URL;
  /** Images of the proxies, in place of our own. */
  readonly images?: { readonly toxiproxy?: string; readonly nginx?: string };
  readonly signal: AbortSignal;
}

/** Containers that run, and how they are used and ended. */
export interface Topology {
  /** For the links of a run. */
  readonly request: ContainersRequest;
  /** The server in its container: its URL as clients know it, and where it is to be dialled. */
  readonly sut?: Pick<ServerContainer, 'url' | 'dialAt' | 'restart'>;
  /** The second instance of it. */
  readonly second?: Pick<ServerContainer, 'url' | 'dialAt'>;
  /** Where the processes of the client are to be started. */
  readonly client?: ClientContainers;
  /** Resolves with one line when the topology breaks down by itself. */
  readonly failed: Promise<string>;
  /** Removes everything that was started, by its id. Idempotent. */
  close(): Promise<void>;
}

const API_PORT = 8474;
const API_DEADLINE_MS = 15_000;
/** Our images of the proxies. */
export const PROXY_IMAGES = { toxiproxy: 'faultline/toxiproxy', nginx: 'faultline/nginx' };

/**
 * Starts a topology: a network of its own with Toxiproxy, a container for nginx, and the server under test. What runs
 * have left behind that were killed is removed first.
 * @throws Error with one line; nothing that was started is left then
 */
export async function startTopology(plan: TopologyPlan): Promise<Topology> {
  const place = await openPlace();
  try {
    return await start(place, plan);
  } catch (error) {
    await place.close();
    throw error;
  }
}

async function start(place: ContainerPlace, plan: TopologyPlan): Promise<Topology> {
  const { docker, network, labels } = place;
  const { signal, image, isDouble = false, clientImage, url } = plan;
  const names = { ...PROXY_IMAGES, ...plan.images };
  const [, , facts, client] = await Promise.all([
    requireImage(docker, names.toxiproxy, signal),
    requireImage(docker, names.nginx, signal),
    image === undefined ? undefined : requireImage(docker, image, signal),
    clientImage === undefined ? undefined : place.clientOf(clientImage, signal),
  ]);
  signal.throwIfAborted();
  const server = facts && { facts, idleImage: names.nginx, ...(url && { url }) };
  const common = { labels, network: network.name };
  const [toxiproxy, nginx, sut, second] = await allOrFirst([
    startContainer({ image: names.toxiproxy, ...common }),
    startContainer({ image: names.nginx, ...common, ...IDLE }),
    server && startServer(place, { ...server, position: 0 }),
    isDouble ? server && startServer(place, { ...server, position: 1 }) : undefined,
  ]);
  signal.throwIfAborted();
  const api = { hostname: toxiproxy.hostname, port: API_PORT };
  if (!(await listensWithin(api, API_DEADLINE_MS)))
    throw new Error(`Toxiproxy in its container did not listen within ${API_DEADLINE_MS / 1000} s`);
  const request: ContainersRequest = {
    name: 'containers',
    gateway: network.gateway,
    toxiproxy: { apiUrl: `http://${api.hostname}:${api.port}`, hostname: toxiproxy.hostname },
    nginx,
    ...(sut && { sut: sut.dialAt }),
  };
  await checkPassage(request);
  const watch = await watchContainers(
    docker,
    new Map([
      [toxiproxy.id, 'the container of Toxiproxy'],
      [nginx.id, 'the container of nginx'],
    ]),
  );
  return {
    request,
    ...(sut && { sut }),
    ...(second && { second }),
    ...(client && { client }),
    failed: watch.failed,
    close: () => {
      watch.end();
      return place.close();
    },
  };
}

/** Like Promise.all, but nothing is under way any more when it rejects: what is removed then is all that there is. */
async function allOrFirst<T extends readonly unknown[]>(
  begun: readonly [...T],
): Promise<{ -readonly [Position in keyof T]: Awaited<T[Position]> }> {
  await Promise.allSettled(begun);
  return await Promise.all(begun);
}
