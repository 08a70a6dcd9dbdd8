import type { FaultSpec } from '../../faults/fault.js';
import type { Address } from '../embedded/link-hooks.js';
import type { Endings } from './endings.js';
import type { Passage } from './passage.js';

/** One way through a real proxy: an address to dial that leads to the inner recorder. */
export interface Lane {
  readonly address: Address;
  /** Takes it down, with the connections on it. Idempotent; never rejects. */
  close(): Promise<void>;
}

/** What a treatment is given of the exchange that it is put on. */
export interface Treated<L extends Lane> {
  readonly passage: Passage;
  /** The way that the exchange takes. */
  readonly lane: Promise<L>;
  /** Says that the fault strikes, and where. */
  readonly fired: (detail: string) => void;
  /** Says that the proxy could not be brought to do it. */
  readonly failed: (error: unknown) => void;
}

/** How a proxy brings about one fault. */
export interface Treatment<L extends Lane, Setup> {
  /** What the way is set up with from the beginning. */
  readonly setup?: Setup;
  /** Whether each exchange needs a way to itself, because what is done to it would hit the others. */
  readonly ownLane: boolean;
  /** Puts it on an exchange, before anything of it is forwarded. */
  attach(treated: Treated<L>): void;
  /** Ends the effect. */
  heal?(): Promise<void>;
}

/** Where ways lead to. */
export interface LaneTargets {
  readonly upstream: Address;
  /** The other one of two servers, where the link has it. */
  readonly secondUpstream?: Address;
}

/** A real proxy, as one link uses it. */
export interface Proxy<L extends Lane, Setup> {
  /** Address on which the inner recorder listens, so that the proxy reaches it. */
  readonly innerHostname: string;
  /** Address on which the outer recorder listens for a client under test; default 127.0.0.1. */
  readonly outerHostname?: string;
  /**
   * Where ways that a closed link leaves are noted: ending one takes a while, and its recorders are closed by then.
   * Without it a link is closed when they have ended.
   */
  readonly endings?: Endings;
  /** Opens a way with those set-ups; rejects with a plain message. */
  openLane(setups: readonly Setup[], targets: LaneTargets): Promise<L>;
  /**
   * How it brings about a fault.
   * @throws Error with a message for the author of the case, when it can't
   */
  treat(spec: FaultSpec): Treatment<L, Setup>;
}
