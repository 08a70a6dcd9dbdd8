import type { Finding } from '../checkers/checker.js';
import type { FaultSpec } from '../faults/fault.js';
import type { HistoryEvent } from '../history/events.js';
import type { Revision } from '../spec/revisions.js';
import type { Verdict } from './case.js';

/** What became of one case at one revision. Plain data: it crosses a thread boundary. */
export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly suite: string;
  readonly role: 'server' | 'client';
  readonly transport: string;
  readonly revision: Revision;
  readonly faults: readonly FaultSpec[];
  readonly requirements: readonly string[];
  readonly verdict: Verdict;
  readonly message: string;
  readonly durationMs: number;
  readonly reproduce: string;
  readonly findings: readonly Finding[];
  /** The whole history, or what is left of it after capping. */
  readonly events: readonly HistoryEvent[];
}

/** Facts about the run that are the same for all its cases. */
export interface RunFacts {
  readonly seed: number;
  readonly topology: 'embedded' | 'containers';
  readonly startedAt: string;
  readonly durationMs: number;
  readonly target: {
    readonly role: 'server' | 'client';
    readonly transport: string;
    readonly url?: string;
    readonly command?: string;
    readonly name?: string;
    readonly version?: string;
    readonly revisions: readonly Revision[];
  };
  /** What the run cost the harness: processor time of all its threads, and the most memory it held. */
  readonly harness?: { readonly cpuMs: number; readonly peakMemoryBytes: number };
  /** Why the run stopped early, if it did: unreachable target, interruption, failure of the harness. */
  readonly problem?: string;
}
