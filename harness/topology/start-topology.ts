import { randomBytes } from 'node:crypto';
import { findEngine, type Engine } from '../link/containers/engine.js';
import { listensWithin } from '../link/containers/listening.js';
import type { ClientContainers, ContainersRequest, SutContainer } from '../link/containers/request.js';
import { refuseNoClient, requireImage } from './image.js';
import { labelsOf } from './labels.js';
import { createNetwork } from './network.js';
import { checkPassage } from './passage-check.js';
import { removeAtExit } from './remove-at-exit.js';
import { IDLE, endpointOf, restartSut, startSut } from './sut.js';
import { startContainer } from './start-container.js';
import { sweepRun, sweepStale } from './sweep.js';
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
  readonly sut?: { readonly url: URL; readonly dialAt: SutContainer; restart(): Promise<void> };
  /** Where the second instance of the server is to be dialled. */
  readonly second?: SutContainer;
  /** Where the processes of the client are to be started. */
  readonly client?: ClientContainers;
  /** Resolves with one line when the topology breaks down by itself. */
  readonly failed: Promise<string>;
  /** Removes everything that was started, by its id. Idempotent. */
  close(): Promise<void>;
}

const API_PORT = 8474;
const API_DEADLINE_MS = 15_000;
const DEFAULT_IMAGES = { toxiproxy: 'faultline/toxiproxy', nginx: 'faultline/nginx' };

/**
 * Starts a topology: a network of its own with Toxiproxy, a container for nginx, and the server under test. What runs
 * have left behind that were killed is removed first.
 * @throws Error with one line; nothing that was started is left then
 */
export async function startTopology(plan: TopologyPlan): Promise<Topology> {
  const docker = await findEngine();
  await sweepStale(docker);
  const run = randomBytes(6).toString('hex');
  const release = removeAtExit(docker, run);
  let closing: Promise<void> | undefined;
  // A container of a client that was on its way may come after the sweep: the end of this process sweeps again.
  const isAllHere = plan.clientImage === undefined;
  const close = (): Promise<void> => (closing ??= sweepRun(docker, run).then(isAllHere ? release : undefined));
  try {
    return await start(docker, run, plan, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(docker: Engine, run: string, plan: TopologyPlan, close: () => Promise<void>): Promise<Topology> {
  const { signal, image, clientImage, url } = plan;
  const names = { ...DEFAULT_IMAGES, ...plan.images };
  const [, , facts, clientFacts] = await Promise.all([
    requireImage(docker, names.toxiproxy, signal),
    requireImage(docker, names.nginx, signal),
    image === undefined ? undefined : requireImage(docker, image, signal),
    clientImage === undefined ? undefined : requireImage(docker, clientImage, signal),
  ]);
  if (clientFacts !== undefined) refuseNoClient(clientFacts);
  const endpoint = facts && (url === undefined ? endpointOf(facts) : { port: portOf(url), path: '' });
  signal.throwIfAborted();
  const labels = labelsOf(run);
  const network = await createNetwork(docker, `faultline-${run}`, labels);
  const common = { labels, network: network.name };
  const { sutAddresses } = network;
  const startServer = (hostname: string): Promise<SutContainer> | undefined =>
    image === undefined || endpoint === undefined
      ? undefined
      : startSut(docker, image, endpoint.port, { network, hostname, labels, idleImage: names.nginx });
  const [toxiproxy, nginx, sut, second] = await allOrFirst([
    startContainer({ image: names.toxiproxy, ...common }),
    startContainer({ image: names.nginx, ...common, ...IDLE }),
    startServer(sutAddresses[0]),
    plan.isDouble === true ? startServer(sutAddresses[1]) : undefined,
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
    ...(sut && { sut }),
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
    ...(sut &&
      image !== undefined && {
        sut: {
          url: url ?? new URL(`http://localhost:${sut.port}${endpoint?.path ?? ''}`),
          dialAt: sut,
          restart: () => restartSut(docker, image, sut),
        },
      }),
    ...(second && { second }),
    ...(clientImage !== undefined && {
      client: { image: clientImage, network: network.name, gateway: network.gateway, labels },
    }),
    failed: watch.failed,
    close: () => {
      watch.end();
      return close();
    },
  };
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

/** Like Promise.all, but nothing is under way any more when it rejects: what is removed then is all that there is. */
async function allOrFirst<T extends readonly unknown[]>(
  begun: readonly [...T],
): Promise<{ -readonly [Position in keyof T]: Awaited<T[Position]> }> {
  await Promise.allSettled(begun);
  return await Promise.all(begun);
}
