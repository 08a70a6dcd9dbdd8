import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { findEngine, type Engine } from '../../link/containers/engine.js';
import { OutputFrames } from '../../link/containers/output-frames.js';
import type { ClientContainers } from '../../link/containers/request.js';
import type { ClientChannel, ClientExit } from './channel.js';

/** How long output is still waited for once the client has ended. */
const DRAIN_MS = 2_000;
/** An engine that takes longer than this to end a container is not waited for: the end of the run removes it again. */
const KILL_DEADLINE_MS = 10_000;

/** The three streams of a container as the engine hands them over. */
type Wire = NodeJS.ReadWriteStream & { destroy(): void };

const ALL_STREAMS = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };

type Container = Awaited<ReturnType<Engine['createContainer']>>;

/**
 * Starts a client in a container of its own, with these variables in its environment. The container is removed when the
 * client has ended by itself and when the channel is killed; what a harness that is killed leaves is found by its labels.
 * What can't be started has ended, and says why in its log.
 *
 * @param plan may still be under way
 */
export function containerChannel(
  plan: ClientContainers | Promise<ClientContainers>,
  environment: Readonly<Record<string, string>> = {},
): ClientChannel {
  return new ContainerChannel(plan, environment);
}

class ContainerChannel implements ClientChannel {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly ended: Promise<ClientExit>;
  #container: Container | undefined;
  #isKilled = false;
  #removal: Promise<void> | undefined;

  constructor(plan: ClientContainers | Promise<ClientContainers>, environment: Readonly<Record<string, string>>) {
    const streams = [this.stdin, this.stdout, this.stderr];
    // The container may end at any moment, also in the middle of a write.
    for (const stream of streams) stream.on('error', () => undefined);
    this.ended = this.#run(plan, environment).then(async (exit) => {
      // What was written already is read in the turns of the event loop that follow.
      await new Promise((resolve) => setImmediate(resolve));
      for (const stream of streams) stream.destroy();
      return exit;
    });
  }

  async kill(): Promise<void> {
    this.#isKilled = true;
    // One that was only being created when it was killed is there to be removed when it has ended.
    const over = this.#remove()
      .then(() => this.ended)
      .then(() => this.#remove());
    await Promise.race([over, delay(KILL_DEADLINE_MS, undefined, { ref: false })]);
  }

  async #run(
    plan: ClientContainers | Promise<ClientContainers>,
    environment: Readonly<Record<string, string>>,
  ): Promise<ClientExit> {
    try {
      const options = optionsOf(await plan, environment);
      const container = await (await findEngine()).createContainer(options);
      this.#container = container;
      if (this.#isKilled) return KILLED;
      const wire: Wire = (await container.attach(ALL_STREAMS)) as Wire;
      const isRead = this.#connect(wire);
      try {
        await container.start();
        const { StatusCode } = (await container.wait()) as { StatusCode: number };
        await Promise.race([isRead, delay(DRAIN_MS, undefined, { ref: false })]);
        return this.#exit({ status: StatusCode, signal: null });
      } finally {
        wire.destroy();
      }
    } catch (error) {
      const cause = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
      this.stderr.write(`no container: ${cause}\n`);
      return this.#exit({ status: null, signal: null });
    } finally {
      void this.#remove();
    }
  }

  /** What a client that was killed came to is not its own doing. */
  #exit(own: ClientExit): ClientExit {
    return this.#isKilled ? KILLED : own;
  }

  /** Joins the streams with those of the container; resolves when it has no more to say. */
  #connect(wire: Wire): Promise<void> {
    const frames = new OutputFrames();
    this.stdin.pipe(wire);
    wire.on('data', (chunk: Buffer) => {
      for (const { stream, bytes } of frames.push(chunk)) this[stream].write(bytes);
    });
    wire.on('error', () => undefined);
    return new Promise((resolve) => void wire.once('close', resolve).once('end', resolve));
  }

  /** Removes the container, whatever it does; what is gone already is no failure. */
  #remove(): Promise<void> {
    const container = this.#container;
    if (container === undefined) return Promise.resolve();
    this.#removal ??= container.remove({ force: true, v: true }).then(
      () => undefined,
      () => undefined,
    );
    return this.#removal;
  }
}

const KILLED: ClientExit = { status: null, signal: 'SIGKILL' };

function optionsOf(
  { image, network, labels, args }: ClientContainers,
  environment: Readonly<Record<string, string>>,
): NonNullable<Parameters<Engine['createContainer']>[0]> {
  return {
    Image: image,
    Labels: { ...labels },
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    ...(args !== undefined && { Cmd: [...args] }),
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: { NetworkMode: network },
  };
}
