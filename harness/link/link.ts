import type { FaultSpec } from '../faults/fault.js';

/** Where a link forwards to. */
export interface Upstream {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number;
}

/** The request header by which the harness names an exchange; a link takes it out before it forwards. */
export const LABEL_HEADER = 'faultline-exchange';

/** A request with this header keeps its Host, where the link would put that of the target; the link takes it out too. */
export const KEEP_HOST_HEADER = 'faultline-keep-host';

/**
 * A connection that begins with a line of this and a label is passed on verbatim, without that line: its bytes are not
 * read as HTTP, so that they may be malformed or pipelined. Each response that comes back is recorded as an exchange of
 * that label (`label#2`, ... from the second on), with a request of the method {@link VERBATIM_METHOD}.
 */
export const VERBATIM_LINE = 'faultline-verbatim: ';

/** Stands for the method of what was passed on unread. */
export const VERBATIM_METHOD = 'VERBATIM';

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
  /** Where to dial instead of the upstream: an address of this machine. */
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
