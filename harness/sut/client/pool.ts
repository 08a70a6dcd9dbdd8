import type { Recorder } from '../../history/recorder.js';
import { PreconditionError } from '../../peer/probe.js';
import type { LaunchClient } from './channel.js';
import { ClientProcess } from './client-process.js';
import { openDriver } from './drive-client.js';
import type { DrivenClient } from './driven-client.js';
import { launchTarget } from './launch.js';
import { officialClient } from './official-driver.js';
import { Places } from './places.js';
import type { ClientTarget } from './target.js';

export interface ClientPoolOptions {
  /** How many processes live at most, those that nobody uses included. */
  readonly concurrency: number;
  /** Default limit of an operation. */
  readonly answerDeadlineMs: number;
  /** How long a process may take until it is ready. Default 10 s. */
  readonly readyDeadlineMs?: number;
  /** Stands in for the command of the target. */
  readonly launch?: LaunchClient;
}

export interface AcquireOptions {
  /** A process that nobody has used before. Default false. */
  readonly fresh?: boolean;
  /**
   * Goes beyond the concurrency rather than wait: for a further client of a case that holds one already, so that two
   * such cases never wait for each other. Default false.
   */
  readonly further?: boolean;
  /** Default limit of an operation, for this user. */
  readonly answerDeadlineMs?: number;
}

/** Client processes, each in one case's hands at a time. */
export interface ClientPool {
  /**
   * A client that is ready and that no other case uses; waits for a place. What it is told and says is recorded in
   * `recorder`, under `name`, until it is released.
   * @throws PreconditionError when the client does not become ready, or the pool is closed
   */
  acquire(recorder: Recorder, name: string, options?: AcquireOptions): Promise<DrivenClient>;
  /**
   * Gives a client back; nothing of it is recorded from then on. Its process is used again only with `reusable` (default
   * true), and when the newest thing that it was told was an answered `close`, nothing is in flight, and it never broke
   * the contract; all others are ended, and the promise resolves once they have.
   */
  release(client: DrivenClient, options?: { readonly reusable?: boolean }): Promise<void>;
  /** Ends every process, in use or not. Idempotent. */
  close(): Promise<void>;
}

/** Opens a pool; no process is started before one is asked for. */
export function createClientPool(target: ClientTarget, options: ClientPoolOptions): ClientPool {
  return new Pool(target, options);
}

/** What is behind a client in somebody's hands: a process that speaks the contract, unless it is driven officially. */
interface Held {
  readonly process: ClientProcess | undefined;
  readonly client: DrivenClient;
  readonly hasPlace: boolean;
}

class Pool implements ClientPool {
  readonly #target: ClientTarget;
  readonly #options: ClientPoolOptions;
  readonly #places: Places;
  readonly #idle: ClientProcess[] = [];
  readonly #held = new Map<DrivenClient, Held>();
  readonly #starting = new Set<ClientProcess>();
  #isClosed = false;

  constructor(target: ClientTarget, options: ClientPoolOptions) {
    this.#target = target;
    this.#options = options;
    this.#places = new Places(options.concurrency);
  }

  async acquire(recorder: Recorder, name: string, options: AcquireOptions = {}): Promise<DrivenClient> {
    const hasPlace = options.further !== true;
    if (hasPlace) await this.#places.take();
    try {
      this.#refuseWhenClosed();
      const held = await this.#open(recorder, name, options, hasPlace);
      this.#held.set(held.client, held);
      return held.client;
    } catch (error) {
      if (hasPlace) this.#places.give();
      throw error;
    }
  }

  async release(client: DrivenClient, { reusable = true }: { readonly reusable?: boolean } = {}): Promise<void> {
    const held = this.#held.get(client);
    if (held === undefined) return;
    this.#held.delete(client);
    const { process, hasPlace } = held;
    process?.lend();
    try {
      if (process !== undefined && reusable && process.isClean && hasPlace && !this.#isClosed) this.#idle.push(process);
      else await (process ?? client).kill();
    } finally {
      if (hasPlace) this.#places.give();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#places.close();
    const inUse = [...this.#held.values()].map(({ process, client }) => process ?? client);
    this.#held.clear();
    const all = [...inUse, ...this.#starting, ...this.#idle.splice(0)];
    await Promise.all(all.map((process) => process.kill()));
  }

  async #open(recorder: Recorder, name: string, options: AcquireOptions, hasPlace: boolean): Promise<Held> {
    const { answerDeadlineMs = this.#options.answerDeadlineMs, fresh = false } = options;
    const use = { recorder, name, answerDeadlineMs };
    const launch = this.#options.launch ?? launchTarget;
    if (this.#target.driver === 'official') {
      return { process: undefined, client: officialClient(this.#target, use, this.#options.launch), hasPlace };
    }
    const process = (fresh ? undefined : this.#takeIdle()) ?? (await this.#start(launch));
    const driving = await openDriver(process, use, this.#options.readyDeadlineMs).finally(() =>
      this.#starting.delete(process),
    );
    if (!driving.ok) throw new PreconditionError(driving.reason);
    // The pool may have been closed in the meantime.
    if (this.#isClosed) await process.kill();
    this.#refuseWhenClosed();
    return { process, client: driving.client, hasPlace };
  }

  /** The process that was used last, if it is still in good order; those that are not are ended. */
  #takeIdle(): ClientProcess | undefined {
    for (let process = this.#idle.pop(); process !== undefined; process = this.#idle.pop()) {
      if (process.isClean) return process;
      void process.kill();
    }
    return undefined;
  }

  /** Starts a process; one that nobody uses makes room for it where there is no other. */
  async #start(launch: LaunchClient): Promise<ClientProcess> {
    while (
      this.#idle.length > 0 &&
      this.#idle.length + this.#held.size + this.#starting.size >= this.#options.concurrency
    ) {
      await this.#idle.shift()?.kill();
    }
    this.#refuseWhenClosed();
    const process = new ClientProcess(launch(this.#target));
    this.#starting.add(process);
    return process;
  }

  #refuseWhenClosed(): void {
    if (this.#isClosed) throw new PreconditionError('the run is being ended');
  }
}
