import type { Revision } from '../../spec/revisions.js';

/** Every operation of the adapter contract, and `run`: a client that is driven as the official conformance suite does it. */
export const CLIENT_OPS = [
  'connect',
  'listTools',
  'callTool',
  'readResource',
  'subscribe',
  'unsubscribe',
  'listen',
  'cancel',
  'ping',
  'state',
  'close',
  'run',
] as const;

/** One of {@link CLIENT_OPS}. */
export type ClientOp = (typeof CLIENT_OPS)[number];

/** What an adapter says of itself in its first line. */
export interface AdapterHello {
  readonly name: string;
  readonly version: string;
  readonly ops: readonly ClientOp[];
  readonly revisions: readonly Revision[];
  readonly transports: readonly string[];
}

/** What a client was found to be and to do, before any case is run. */
export interface ClientProfile extends AdapterHello {
  /** The way it is driven. */
  readonly driver: 'adapter' | 'official';
  readonly byRevision: Partial<Record<Revision, ClientRevisionProfile>>;
  /** Why it failed against a correct server, at revisions that it says it speaks. */
  readonly failures?: Partial<Record<Revision, string>>;
  /** Scenarios of the official conformance suite that it was seen to play, where it has no adapter. */
  readonly scenarios?: readonly string[];
}

/** What a client was seen to do at one revision, against a correct server without any fault. */
export interface ClientRevisionProfile {
  /** It opens a GET stream after the handshake, where the server offers one. */
  readonly opensGetStream: boolean;
  /** It sends DELETE when it is closed. */
  readonly deletesSession: boolean;
  /** It comes back for a POST stream that the server closed after a priming event (2025-11-25). */
  readonly resumes: boolean;
  /** Its answer to `state` has the field `connected`. */
  readonly tellsConnected: boolean;
  /** It hands progress notifications to its user when asked to. */
  readonly tellsProgress: boolean;
  /** Client capabilities that it declared. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** Time from writing `connect` to its answer, and from writing `callTool` to its answer, in ms. */
  readonly connectMs: number;
  readonly callMs: number;
}
