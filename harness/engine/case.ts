import type { Checker } from '../checkers/checker.js';
import type { FaultSpec } from '../faults/fault.js';
import { TRANSPORT_REVISIONS } from '../spec/revisions.js';
import type { HttpTransport, Revision } from '../spec/revisions.js';
import type { ServerDefaults } from '../peer/scripted/server-defaults.js';
import type { ClientNeed } from '../sut/client/needs.js';
import type { Need } from '../sut/needs.js';
import type { ClientContext } from './client-context.js';
import type { ServerContext } from './context.js';

export type Verdict = 'pass' | 'fail' | 'warn' | 'skip' | 'inconclusive' | 'error';

/** What a case may depend on when it chooses its faults and judges. */
export interface CaseVariant {
  readonly revision: Revision;
}

/** Which of the two ends is checked. */
export type Role = 'server' | 'client';

/** One check: data, a script that drives what is checked, and the checkers that read what it left behind. */
export interface CaseDefinition {
  readonly role: Role;
  /** `suite/topic/...`, stable between versions and different for every case: results and baselines refer to it. */
  readonly id: string;
  readonly title: string;
  /** What it does and why, for `faultline explain`: a few sentences. */
  readonly about: string;
  /** What to change in a target that does not pass: a few sentences. */
  readonly fix: string;
  /** Ids of the requirements and guarantees it stands for. */
  readonly requirements: readonly string[];
  /** Ids of known real defects of this class (`B001`), for reference. */
  readonly reproduces?: readonly string[];
  /** The transport that it is about; default: Streamable HTTP. */
  readonly transport?: HttpTransport;
  /** Revisions it applies to; default: all that define its transport (2025-03-26 to 2025-11-25 for Streamable HTTP). */
  readonly revisions?: readonly Revision[];
  /** True: runs once a target, at the newest selected revision, because its subject does not differ between them. */
  readonly once?: boolean;
  /** What the target must offer; without it the case is skipped and says so. */
  readonly needs?: readonly string[];
  readonly faults?: readonly FaultSpec[] | ((variant: CaseVariant) => readonly FaultSpec[]);
  /** True: it waits on purpose (idle times, silence that must last). */
  readonly waits?: boolean;
  /** True: it holds many megabytes, so that only one such case runs at a time. */
  readonly heavy?: boolean;
  /**
   * True: it counts announcements of changed lists. A server may send those to every session, so that only one such case
   * runs at a time.
   */
  readonly announces?: boolean;
  /** True: runs while no other case does, because its subject is time or the load of the whole target. */
  readonly alone?: boolean;
  /**
   * True: its checkers are also applied to the histories of all other cases at the same revision, and what they find
   * there is held against this case, so that one flaw of a target is one failure and not hundreds.
   */
  readonly invariant?: boolean;
  /** Hard limit for the script; default 20 s. */
  readonly budgetMs?: number;
  readonly judges: readonly Checker[] | ((variant: CaseVariant) => readonly Checker[]);
}

/** One check of a server: the harness is its client. */
export interface ServerCase extends CaseDefinition {
  readonly role: 'server';
  readonly needs?: readonly Need[];
  readonly script: (context: ServerContext) => Promise<void>;
}

/** One check of a client: the harness is its server, and tells it what to do. */
export interface ClientCase extends CaseDefinition {
  readonly role: 'client';
  readonly needs?: readonly ClientNeed[];
  /** True: the client under test gets a process of its own, because what is left in one by earlier cases matters. */
  readonly fresh?: boolean;
  /** How the server of the case is to be, apart from what the script puts on it. */
  readonly server?: Partial<ServerDefaults> | ((variant: CaseVariant) => Partial<ServerDefaults>);
  readonly script: (context: ClientContext) => Promise<void>;
}

/** A case of either role. */
export type AnyCase = ServerCase | ClientCase;

/** States a case of a server; the types do the work. */
export function serverCase(definition: Omit<ServerCase, 'role'>): ServerCase {
  return { ...definition, role: 'server' };
}

/** States a case of a client. */
export function clientCase(definition: Omit<ClientCase, 'role'>): ClientCase {
  return { ...definition, role: 'client' };
}

/** The suite of a case is the first part of its id. */
export function suiteOf(id: string): string {
  return id.split('/')[0] ?? id;
}

/** The transport that a case is about. */
export function transportOf({ transport = 'streamable-http' }: CaseDefinition): HttpTransport {
  return transport;
}

/** The revisions that a case applies to. */
export function revisionsOf(definition: CaseDefinition): readonly Revision[] {
  return definition.revisions ?? TRANSPORT_REVISIONS[transportOf(definition)];
}

/** The checkers of a case at a revision. */
export function judgesOf(definition: CaseDefinition, revision: Revision): readonly Checker[] {
  return typeof definition.judges === 'function' ? definition.judges({ revision }) : definition.judges;
}

/** The faults of a case at a revision. */
export function faultsOf(definition: CaseDefinition, revision: Revision): readonly FaultSpec[] {
  return typeof definition.faults === 'function' ? definition.faults({ revision }) : (definition.faults ?? []);
}
