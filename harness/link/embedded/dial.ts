import { connect as connectTcp, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Upstream } from '../link.js';
import type { SocketPair } from './endpoint.js';
import type { Address } from './link-hooks.js';

export interface DialOptions {
  /** The address of an upstream that has to be made first. */
  readonly addressOf?: (upstream: Upstream) => Promise<Address> | undefined;
  /** False accepts any certificate. */
  readonly rejectUnauthorized?: boolean;
}

/** Begins to connect. The sockets are half-open ones: reading to the end does not end the writing side. */
export function dial(upstream: Upstream, options: DialOptions): SocketPair {
  const address = options.addressOf?.(upstream);
  const raw = address === undefined ? connectTcp({ ...tcpTo(upstream), allowHalfOpen: true }) : connectLater(address);
  if (upstream.protocol === 'http:') return { io: raw, raw };
  const io = connectTls({
    socket: raw,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: options.rejectUnauthorized ?? true,
    // A name is required for SNI, and an address is not allowed there (RFC 6066, section 3).
    ...(isIP(upstream.hostname) === 0 ? { servername: upstream.hostname } : {}),
  });
  return { io, raw };
}

function tcpTo({ hostname, port }: Address): { host: string; port: number; noDelay: true } {
  return { host: hostname, port, noDelay: true };
}

/** A socket that connects once it is known where to; without an address it ends as if nobody listened there. */
function connectLater(address: Promise<Address>): Socket {
  const socket = new Socket({ allowHalfOpen: true });
  void address.then(
    (known) => {
      if (!socket.destroyed) socket.connect(tcpTo(known));
    },
    (error: unknown) => socket.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return socket;
}
