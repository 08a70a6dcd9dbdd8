import type { Revision } from '../spec/revisions.js';
import type { BackendRequest } from '../link/open-backend.js';
import type { ClientProfile } from '../sut/client/profile.js';
import type { ClientTarget } from '../sut/client/target.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerTarget } from '../sut/target.js';
import type { Selection } from './registry.js';
import type { Shard } from './shard.js';

/** How a run goes, whatever it checks. */
export interface RunSettings {
  readonly revisions: readonly Revision[];
  readonly selection: Selection;
  readonly seed: number;
  readonly concurrency: number;
  /** How many threads run cases, the one that conducts the run included; default: that one alone. */
  readonly threads?: number;
  readonly timeScale: number;
  /** Factor on every deadline; default 1. */
  readonly patience?: number;
  readonly shard?: Shard;
  /** Generated cases take every form that there is, instead of a seeded sample. */
  readonly full?: boolean;
}

/** A run of the server suites. */
export interface ServerConduct extends RunSettings {
  readonly role: 'server';
  readonly target: Omit<ServerTarget, 'url'> & { readonly url: string };
  /** A second process of the same server. */
  readonly second?: Pick<ServerTarget, 'dialAt'> & { readonly url: string };
  /** What links are made of; default: the embedded one. */
  readonly backend?: BackendRequest;
  readonly profile: ServerProfile;
}

/** A run of the client suites. */
export interface ClientConduct extends RunSettings {
  readonly role: 'client';
  readonly target: ClientTarget;
  /** What links are made of; default: the embedded one. */
  readonly backend?: BackendRequest;
  readonly profile: ClientProfile;
}

/** A run, as it is handed to the thread that conducts it: plain data. */
export type ConductRequest = ServerConduct | ClientConduct;
