import { compareRevisions, REVISIONS } from './revisions.js';
import type { Revision } from './revisions.js';

/**
 * How strongly a revision words a rule. `STATED` is behaviour that the text describes without a requirement keyword;
 * REQUIRED is counted as MUST, RECOMMENDED as SHOULD, OPTIONAL as MAY.
 */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY' | 'STATED';

/** The party that a rule addresses; for a `MAY`, the party that is given leave. */
export type RequirementRole = 'server' | 'client' | 'both' | 'intermediary';

/** The transport on which a rule holds. `any` is every transport of the revision (`sse.*`: every HTTP transport). */
export type RequirementTransport = 'any' | 'stdio' | 'http-sse' | 'streamable-http';

/**
 * What it takes to check a rule: `direct` needs ordinary protocol operations alone, `needs-cooperation` a special tool,
 * several principals or a deployment option, and an `untestable` rule leaves no trace on the wire.
 */
export type Testability = 'direct' | 'needs-cooperation' | 'untestable';

/** Whom a rule addresses, where it holds, and how it can be checked. */
export interface Scope {
  readonly role: RequirementRole;
  readonly transport: RequirementTransport;
  readonly testability: Testability;
}

/** One normative statement of the specification, over all revisions that have it. */
export interface Requirement extends Scope {
  /** Stable name, the same in every revision, such as `http.post.accept-both`. */
  readonly id: string;
  /** Who must do what, in one sentence that is shown next to a finding. */
  readonly rule: string;
  /** Strength for each revision that has the rule; other revisions are absent. */
  readonly levels: Partial<Record<Revision, Level>>;
  /**
   * Where each of these revisions says so: `page#section` relative to the specification of the revision, several joined
   * by semicolons. `schema.ts`, `security_best_practices`, `jsonrpc-2.0`, `whatwg-html` and `RFC` name other documents.
   */
  readonly source: Partial<Record<Revision, string>>;
}

/** An unbroken run of revisions in which a rule has one level and one source. */
export interface Span {
  readonly first: Revision;
  readonly last: Revision;
  readonly level: Level;
  readonly source: string;
}

/** A rule as worded in every revision from `first` to `last`, both included. */
export function span(first: Revision, last: Revision, level: Level, source: string): Span {
  return { first, last, level, source };
}

/** A rule as worded in a single revision. */
export function only(revision: Revision, level: Level, source: string): Span {
  return { first: revision, last: revision, level, source };
}

/** Builds a catalogue entry out of its spans, which must not overlap. */
export function requirement(id: string, scope: Scope, rule: string, ...spans: readonly Span[]): Requirement {
  const levels: Partial<Record<Revision, Level>> = {};
  const source: Partial<Record<Revision, string>> = {};
  for (const piece of spans) {
    for (const revision of REVISIONS) {
      if (compareRevisions(revision, piece.first) < 0 || compareRevisions(revision, piece.last) > 0) continue;
      levels[revision] = piece.level;
      source[revision] = piece.source;
    }
  }
  return { id, ...scope, rule, levels, source };
}
