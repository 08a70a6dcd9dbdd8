import type { Recorder } from '../history/recorder.js';
import type { Revision } from '../spec/revisions.js';

/** What a probe is made for. */
export interface ProbeOptions {
  /** Where to dial: a link, or the target itself where nothing is to be broken. */
  readonly link: { readonly hostname: string; readonly port: number };
  readonly target: {
    /** `Host` header of the real target. */
    readonly host: string;
    /** Path and query of the endpoint. */
    readonly path: string;
    /** The user's own headers, sent with every request. */
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly recorder: Recorder;
  /** Offered by `connect` unless that is told otherwise. */
  readonly revision: Revision;
  /** Limit of an exchange, and of a wait, that is given no other. */
  readonly answerDeadlineMs: number;
  /** Stands in front of every label: keeps two probes of one history apart. */
  readonly labelPrefix?: string;
}
