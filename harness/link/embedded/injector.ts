import type { FaultSpec, Match } from '../../faults/fault.js';
import type { Upstream } from '../link.js';
import type { SutControl } from '../sut-control.js';
import type { Exchange } from './exchange.js';
import type { Ending, Hop } from './hop.js';

/** What an injector may do to the whole link. */
export interface LinkControl {
  readonly upstream: Upstream;
  readonly secondUpstream: Upstream | undefined;
  /** Starts the server anew, where the link was given the means. */
  readonly restart: (() => Promise<void>) | undefined;
  /** The server itself, where the harness holds it. */
  readonly sut: SutControl | undefined;
  /** The connections whose client is there. */
  connections(): readonly Hop[];
  /** Closes the port; connections go on. */
  refuse(): Promise<void>;
  /** Opens the same port again, unless somebody else still wants it closed. */
  accept(): Promise<void>;
  /** Ends every connection on both sides. */
  severAll(how: Ending): void;
}

/** What an injector is given with its parameters. */
export interface InjectorContext {
  readonly link: LinkControl;
  /** Numbers in [0, 1), reproducible for the seed of the link and the id of the fault. */
  readonly random: () => number;
  /** Says that the fault strikes, and where. */
  readonly fired: (detail: string, exchange?: Exchange) => void;
  /** Says that it could not be brought about, which is a failure of the harness. */
  readonly failed: (error: unknown, hop: Hop) => void;
  /** Says that it is over by itself, as if it had been healed. */
  readonly recovered: () => void;
}

/** One armed fault at work in the embedded link. */
export interface Injector {
  /** Which exchanges (or, with `accept`, connections) it acts on; all without it. */
  readonly on?: Match;
  /** Puts it on an exchange that is about to begin, or that is under way and was named. */
  readonly attach?: (exchange: Exchange) => void;
  /** A client connected; nothing was read from it. */
  readonly accept?: (hop: Hop) => void;
  /** What is to be done at once. */
  readonly arm?: () => Promise<void>;
  /** Ends the effect. */
  readonly heal?: () => void | Promise<void>;
  /** Ends timers; the link closes. */
  readonly dispose?: () => void;
}

/**
 * Makes the injector of a fault.
 * @throws Error with a message for the author of the case, when the parameters make no sense
 */
export type InjectorFactory<Spec extends FaultSpec> = (spec: Spec, context: InjectorContext) => Injector;
