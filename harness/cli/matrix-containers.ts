import type { ClientContainers } from '../link/containers/request.js';
import type { MatrixClient, MatrixServer, RunningServer } from '../matrix/participants.js';
import { containerChannel } from '../sut/client/container-channel.js';
import type { UserTool } from '../sut/target.js';
import { requireImage } from '../topology/image.js';
import { openPlace, type ContainerPlace } from '../topology/place.js';
import { startServer } from '../topology/server-container.js';
import { PROXY_IMAGES } from '../topology/start-topology.js';
import { watchContainers, type TopologyWatch } from '../topology/watch.js';

/** A client that is an image. */
export interface ClientImage {
  readonly name: string;
  readonly image: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that is an image. */
export interface ServerImage {
  readonly name: string;
  readonly image: string;
  /** As it is known inside of the container; by default the image says where it listens. */
  readonly url?: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly tool?: UserTool;
}

/** The containers of a matrix. Nothing is started, and no engine looked for, before a participant asks for it. */
export class MatrixContainers {
  readonly #open: () => Promise<ContainerPlace>;
  readonly #broken = new AbortController();
  readonly #closed = new AbortController();
  #opening: Promise<ContainerPlace> | undefined;
  #watch: TopologyWatch | undefined;
  #problem: string | undefined;
  #servers = 0;

  /** @param open opens the place of all of them; stands in for the real one in tests */
  constructor(open: () => Promise<ContainerPlace> = openPlace) {
    this.#open = open;
  }

  /** Aborted when the container engine goes away. */
  get broken(): AbortSignal {
    return this.#broken.signal;
  }

  /** What has broken down, in one line. */
  get problem(): string | undefined {
    return this.#problem;
  }

  clientOf({ name, image, headers }: ClientImage): MatrixClient {
    let opening: Promise<ClientContainers> | undefined;
    const client = (): Promise<ClientContainers> =>
      (opening ??= this.#place().then((place) => place.clientOf(image, this.#closed.signal)));
    return {
      name,
      target: { command: `docker run -i --rm ${image}`, driver: 'adapter', ...(headers && { headers }) },
      launch: (_target, environment) => containerChannel(client(), environment),
      linkHostname: async () => (await client()).gateway,
    };
  }

  serverOf({ name, ...server }: ServerImage): MatrixServer {
    return { name, start: (signal) => this.#start(server, signal) };
  }

  /** Removes everything that was started. Idempotent. */
  async close(): Promise<void> {
    this.#closed.abort();
    const place = await this.#opening?.catch(() => undefined);
    this.#watch?.end();
    await place?.close().catch(() => undefined);
  }

  async #start({ image, url, headers, tool }: Omit<ServerImage, 'name'>, signal: AbortSignal): Promise<RunningServer> {
    const place = await this.#place();
    const idleImage = PROXY_IMAGES.nginx;
    const [facts] = await Promise.all([
      requireImage(place.docker, image, signal),
      requireImage(place.docker, idleImage, signal),
    ]);
    const position = this.#servers;
    this.#servers += 1;
    const server = await startServer(place, { facts, idleImage, position, ...(url && { url }) });
    return {
      target: { url: server.url, headers, dialAt: server.dialAt, ...(tool && { userTool: tool }) },
      restart: () => server.restart(),
      close: () => server.remove(),
    };
  }

  #place(): Promise<ContainerPlace> {
    this.#opening ??= this.#openWatched();
    return this.#opening;
  }

  async #openWatched(): Promise<ContainerPlace> {
    const place = await this.#open();
    this.#watch = await watchContainers(place.docker, new Map());
    void this.#watch.failed.then((why) => {
      this.#problem = why;
      this.#broken.abort();
    });
    return place;
  }
}
