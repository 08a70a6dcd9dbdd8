import type { Probe } from '../peer/probe.js';
import type { Revision } from '../spec/revisions.js';
import type { RevisionProfile } from '../sut/profile.js';
import type { CommonContext } from './common-context.js';

/** What the script of a server case works with. Everything it opens is closed by the engine. */
export interface ServerContext extends Probe, CommonContext {
  readonly revision: Revision;
  /** What the target was found to offer at this revision. */
  readonly profile: RevisionProfile;
  /** The tool that the user allowed to be called, if any. */
  readonly userTool: { readonly name: string; readonly args: Readonly<Record<string, unknown>> } | undefined;
  /** Ends connections of an exchange now. `server` plays a client that leaves. */
  cut(exchange: string, how: 'fin' | 'rst', sides?: 'client' | 'server' | 'both'): boolean;
  /** A second way to the same target that no fault touches, with its own connections and recorded under its own labels. */
  bystander(): Promise<Probe>;
  /** Restarts the target; only with the need `restart`. */
  restart(): Promise<void>;
}
