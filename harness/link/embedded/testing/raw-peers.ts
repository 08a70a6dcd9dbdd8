import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import { watchSocket } from './raw-connection.js';
import type { RawConnection } from './raw-connection.js';

export interface RawServerOptions {
  /** What the server does on each connection, counted from 1. Without it the test drives every connection itself. */
  readonly script?: (connection: RawConnection, ordinal: number) => void | Promise<void>;
  /** Speaks TLS with this key and certificate. */
  readonly tls?: TlsOptions;
}

/** A TCP server on a loopback port that knows no protocol. */
export interface RawServer {
  readonly port: number;
  readonly connections: readonly RawConnection[];
  /** The nth accepted connection, from 1, as soon as there is one. */
  connection(ordinal: number): Promise<RawConnection>;
  /** The first connection, whatever its ordinal, that has received this text, as soon as there is one. */
  connectionWith(text: string): Promise<RawConnection>;
  /** Stops listening; open connections go on. */
  stopListening(): Promise<void>;
}

/** Raw ends for one test; `close` ends every socket and every listener of them. */
export interface RawPeers {
  listen(options?: RawServerOptions): Promise<RawServer>;
  /** Dials at once; a refusal or a reset while dialling shows as the connection's ending. */
  dial(port: number): RawConnection;
  close(): Promise<void>;
}

const DEADLINE_MS = 10_000;
const startTimer = globalThis.setTimeout;
const stopTimer = globalThis.clearTimeout;

function closeListener(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // The callback comes also when it was not listening any more, then with an error.
    server.close(() => resolve());
  });
}

interface Arrivals {
  readonly all: RawConnection[];
  arrive(connection: RawConnection): void;
  first(what: string, accepts: (connection: RawConnection, ordinal: number) => boolean): Promise<RawConnection>;
}

/** The connections of a server, in their order, and promises of those that are still to come. */
function makeArrivals(): Arrivals {
  const all: RawConnection[] = [];
  const waiting = new Set<() => void>();
  const lookAgain = (): void => {
    for (const look of waiting) look();
  };
  return {
    all,
    arrive: (connection) => {
      all.push(connection);
      connection.socket.on('data', lookAgain);
      lookAgain();
    },
    first: (what, accepts) =>
      new Promise((resolve, reject) => {
        const find = (): RawConnection | undefined => all.find((connection, index) => accepts(connection, index + 1));
        const timer = startTimer(() => {
          waiting.delete(look);
          reject(new Error(`waited ${DEADLINE_MS} ms for ${what}; there were ${all.length} connections`));
        }, DEADLINE_MS);
        timer.unref();
        const look = (): void => {
          const found = find();
          if (found === undefined) return;
          stopTimer(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

export function openRawPeers(): RawPeers {
  const sockets = new Set<Socket>();
  const servers = new Set<Server>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };

  return {
    listen: async (options = {}) => {
      const arrivals = makeArrivals();
      const accept = (socket: Socket): void => {
        keep(socket);
        const connection = watchSocket(socket);
        arrivals.arrive(connection);
        void options.script?.(connection, arrivals.all.length);
      };
      const server =
        options.tls === undefined
          ? createServer({ allowHalfOpen: true }, accept)
          : createTlsServer({ ...options.tls, allowHalfOpen: true }, accept);
      server.on('error', () => undefined);
      // A failed handshake is something that a test looks for in the link's record, not an error of this server.
      server.on('tlsClientError', () => undefined);
      server.on('connection', keep);
      servers.add(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return {
        port: (server.address() as AddressInfo).port,
        connections: arrivals.all,
        connection: (ordinal) => arrivals.first(`connection ${ordinal}`, (_connection, nth) => nth === ordinal),
        connectionWith: (text) =>
          arrivals.first(`a connection with ${text}`, (connection) => connection.received().includes(text)),
        stopListening: () => closeListenerLater(server),
      };
    },
    dial: (port) => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      keep(socket);
      return watchSocket(socket);
    },
    close: async () => {
      const closed = [...servers].map(closeListener);
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** `close` calls back only once every connection has ended, which a test that goes on using them must not wait for. */
function closeListenerLater(server: Server): Promise<void> {
  server.close();
  return Promise.resolve();
}
