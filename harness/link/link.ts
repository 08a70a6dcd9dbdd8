import type { FaultSpec } from '../faults/fault.js';

/** Where a link forwards to. */
export interface Upstream {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number;
}

/** The request header by which the harness names an exchange; a link takes it out before it forwards. */
export const LABEL_HEADER = 'faultline-exchange';

/** A fault that has been put on a link. */
export interface ArmedFault {
  readonly id: string;
  readonly spec: FaultSpec;
  /** Resolves when it first strikes; never rejects. Stays pending when it never does: race it against a deadline. */
  readonly fired: Promise<void>;
  /** Times it has struck. */
  readonly firedCount: number;
  /** Ends its effect: held bytes are released (or dropped, for a lossy one), a closed port opens again. Idempotent. */
  heal(): Promise<void>;
}

/**
 * One hop that can be broken. It records what crosses it and injects faults.
 * All of its sockets and timers end with `close`.
 */
export interface Link {
  /** Where to dial instead of the upstream; loopback. */
  readonly hostname: string;
  readonly port: number;
  /** Puts a fault on the link for what comes after; rejects with a plain message when it cannot do this kind. */
  arm(spec: FaultSpec): Promise<ArmedFault>;
  /**
   * Ends the connection(s) of an exchange now, at whatever point it is. `server` plays a client that leaves: only the
   * upstream side is cut. Returns false when the exchange has no live connection any more.
   */
  cut(exchange: string, how: 'fin' | 'rst', sides: 'client' | 'server' | 'both'): boolean;
  /** Open sockets on either side, for a check that nothing is left. */
  openSockets(): number;
  close(): Promise<void>;
}
