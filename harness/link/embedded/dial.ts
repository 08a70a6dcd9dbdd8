import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Upstream } from '../link.js';
import type { SocketPair } from './endpoint.js';

export interface DialOptions {
  /** False accepts any certificate. */
  readonly rejectUnauthorized?: boolean;
}

/** Begins to connect. The sockets are half-open ones: reading to the end does not end the writing side. */
export function dial(upstream: Upstream, options: DialOptions): SocketPair {
  const raw = connectTcp({ host: upstream.hostname, port: upstream.port, allowHalfOpen: true, noDelay: true });
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
