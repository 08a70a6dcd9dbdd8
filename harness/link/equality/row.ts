import type { FaultSpec } from '../../faults/fault.js';
import type { BackendRequest } from '../open-backend.js';

export type BackendName = BackendRequest['name'];

/** What the server of a row does with each request: events of a stream, one after the other. */
export interface ServerPart {
  readonly events: number;
  /**
   * When an event is sent. `on-receipt`: once the client has the one before (the first one: once it has the head).
   * `timed`: some time after the one before. `at-once`: all together.
   */
  readonly pace: 'on-receipt' | 'timed' | 'at-once';
  /** For `timed`; default 150 ms. */
  readonly intervalMs?: number;
  /** Text in each event; default a few bytes. */
  readonly fillBytes?: number;
  /** What comes after the last event; default `complete`. */
  readonly then?: 'complete' | 'silence' | 'fin' | 'rst';
  /** Header fields of the response. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Answers on when the client has ended its direction. */
  readonly allowsHalfClose?: boolean;
  /** Nobody listens. */
  readonly isGone?: boolean;
}

/** What the two ends saw, in words that leave out what differs from run to run. */
export interface Sighting {
  readonly client: string;
  readonly server: string;
}

/** What is done to an exchange, and what both ends see of it. */
export interface Row {
  readonly name: string;
  readonly faults: readonly FaultSpec[];
  readonly server: ServerPart;
  /** What the client does after its second event (its first one, to half-close); default: it reads. */
  readonly client?: 'leaves' | 'resets' | 'half-closes';
  /** Exchanges one after the other; default 1. With two servers they are told apart. */
  readonly exchanges?: number;
  /** The faults are healed when the client has had nothing for a while. */
  readonly heals?: boolean;
  /** Response fields that are part of what the client saw. */
  readonly responseFields?: readonly string[];
  /** Request fields that are part of what the server saw. */
  readonly requestFields?: readonly string[];
  readonly seen: Sighting;
  /** What a real proxy shows otherwise, and why that is so. */
  readonly differs?: Partial<Readonly<Record<BackendName, Partial<Sighting> & { readonly because: string }>>>;
}

/** What is expected of a row behind a backend. */
export function expectedOf(row: Row, backend: BackendName): Sighting {
  const { client = row.seen.client, server = row.seen.server } = row.differs?.[backend] ?? {};
  return { client, server };
}
