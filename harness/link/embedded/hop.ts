import type { Upstream } from '../link.js';
import type { RequestHeadBytes } from './head-bytes.js';
import type { Pipe } from './pipe.js';

/** Which sockets of a connection are meant. */
export type Sides = 'client' | 'server' | 'both';

/** How a connection is ended. */
export type Ending = 'fin' | 'rst';

/** One client connection and what belongs to it on the other side, as exchanges and injectors see it. */
export interface Hop {
  readonly id: string;
  readonly toServer: Pipe;
  readonly toClient: Pipe;
  /** Ends sockets now. What was written before still arrives; what waits inside the link does not. */
  sever(how: Ending, sides: Sides): void;
  /** Does not read from the client until `owner` lets go. */
  holdClient(owner: object): void;
  releaseClient(owner: object): void;
  /** Does not read from the server until `owner` lets go. */
  holdServer(owner: object): void;
  releaseServer(owner: object): void;
  /** Connects to an upstream when the first request comes instead of at once. */
  deferDial(): void;
  /** Connects now, if that was put off. */
  dialNow(): void;
  /** Leaves the upstream connection of the current exchange to itself: its response is recorded and goes nowhere. */
  detachServer(): void;
  /** Delivers a copy of a request over a connection of its own; the answer is recorded under `label` and dropped. */
  deliverCopy(upstream: Upstream, copy: RequestHeadBytes, label: string): void;
  /** Ends the client's connection in order, once everything in front has been written. */
  finClient(): void;
  /** An exchange has got further: both ends of it may be over. */
  settle(): void;
}
