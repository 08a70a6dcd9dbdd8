import type { Revision } from '../spec/revisions.js';

/** How a server was seen to answer requests: as an event stream, as one JSON body, or by turns. */
export type AnswerForm = 'sse' | 'json' | 'both' | 'unknown';

/** What a server was found to offer at one revision. */
export interface RevisionProfile {
  /** As declared in the result of `initialize`. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** Names of its tools, of all pages that were read. */
  readonly tools: readonly string[];
  /** URIs of its resources, of all pages that were read. */
  readonly resources: readonly string[];
  /** True when a list came in more than one page. */
  readonly paginates: boolean;
  /** True when `initialize` was answered with an `Mcp-Session-Id`. */
  readonly sessions: boolean;
  readonly answers: AnswerForm;
  /** True when a GET was answered with an event stream. */
  readonly getStream: boolean;
  /** True when event ids were seen, on the stream of a POST or of a GET. */
  readonly eventIds: boolean;
  /** True when a DELETE ended the session. */
  readonly deletes: boolean;
  /** Median time, in ms, of three pings. */
  readonly answerMs: number;
}

/** What a server was found to offer. `revisions` is ordered from the oldest to the newest. */
export interface ServerProfile {
  readonly name?: string;
  readonly version?: string;
  readonly revisions: readonly Revision[];
  /** Has an entry for every member of `revisions`. */
  readonly byRevision: Readonly<Partial<Record<Revision, RevisionProfile>>>;
}
