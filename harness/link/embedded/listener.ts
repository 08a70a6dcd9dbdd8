import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { callAfter } from './delay.js';

const BACKLOG = 511;
const REOPEN_ATTEMPTS = 100;
const REOPEN_PAUSE_MS = 20;

/** Ports that are closed for a while: whoever dials one must find nobody there, and not the link of another case. */
const refused = new Set<number>();

/** The port of a link. It can be closed and opened again while connections go on. */
export class Listener {
  /** Address that it listens on. */
  readonly hostname: string;
  readonly #accept: (socket: Socket) => void;
  #server: Server | undefined;
  #port = 0;
  /** Those who want the port closed. */
  #refusals = 0;
  #closed = false;

  constructor(accept: (socket: Socket) => void, hostname = '127.0.0.1') {
    this.#accept = accept;
    this.hostname = hostname;
  }

  get port(): number {
    return this.#port;
  }

  /** Opens the port: any free one at first, later the same. Rejects when it cannot be had. */
  async open(): Promise<void> {
    for (let attempt = 1; this.#server === undefined && !this.#closed; attempt += 1) {
      try {
        await this.#listenAlone();
      } catch (error) {
        this.#server = undefined;
        // While it is closed, the port can serve as the near end of somebody's outgoing connection for a moment.
        if (!isAddressInUse(error) || attempt === REOPEN_ATTEMPTS) throw error;
        await new Promise<void>((resolve) => void callAfter(REOPEN_PAUSE_MS, resolve));
      }
    }
  }

  /** Refuses new connections until as many {@link Listener.readmit} as refusals were called. */
  async refuse(): Promise<void> {
    this.#refusals += 1;
    refused.add(this.#port);
    await this.#shut();
  }

  async readmit(): Promise<void> {
    this.#refusals -= 1;
    if (this.#refusals !== 0) return;
    refused.delete(this.#port);
    await this.open();
  }

  /** Closes the port for good. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#refusals > 0) refused.delete(this.#port);
    await this.#shut();
  }

  async #listenAlone(): Promise<void> {
    const isNew = this.#port === 0;
    await this.#listen();
    while (isNew && !this.#closed && refused.has(this.#port)) {
      await this.#shut();
      this.#port = 0;
      await this.#listen();
    }
  }

  #listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, this.#accept);
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      // Closed again before it was open.
      server.once('close', resolve);
      server.listen({ host: this.hostname, port: this.#port, backlog: BACKLOG }, () => {
        server.off('error', reject);
        // Later errors, such as too many open files, cost one connection and not the run.
        server.on('error', () => undefined);
        this.#port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  // The callback of close waits for connections that go on; the port is free at the end of the call already.
  #shut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    return Promise.resolve();
  }
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
