import type { Revision } from '../harness/spec/revisions.js';

/** A requirement or guarantee as it is shown next to a finding. */
export interface RuleText {
  /** Who must do what, in one sentence. */
  readonly text: string;
  /** `MUST`, `SHOULD`, ... at the revision in question; guarantees have none. */
  readonly level?: string;
  /** Where the specification says so. */
  readonly url?: string;
}

/** Looks up a rule by its id; undefined for an id that it does not know. */
export type RuleBook = (rule: string, revision: Revision) => RuleText | undefined;
