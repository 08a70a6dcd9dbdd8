import type { FaultSpec } from '../faults/fault.js';
import type { HistoryEvent } from '../history/events.js';
import type { CellJudgement, CellOutcome } from './outcome.js';

/** A client or server of a matrix, as far as it is known. */
export interface ParticipantFacts {
  /** As the user names it. */
  readonly name: string;
  /** What it calls itself, and its version, once it has been seen to run. */
  readonly product?: string;
  readonly version?: string;
  /** Why it could not be run here. */
  readonly missing?: string;
}

/** A fault of a matrix. */
export interface FaultFacts {
  readonly name: string;
  /** What is done, in a few words. */
  readonly title: string;
  /** As it is put on the link. */
  readonly faults: readonly FaultSpec[];
}

/** One client against one server under one fault. */
export interface CellResult extends CellJudgement {
  readonly client: string;
  readonly server: string;
  readonly fault: string;
  /** The revision that the two agreed on. */
  readonly revision?: string;
  readonly durationMs: number;
  /** The whole history; none for what was not run. */
  readonly events: readonly HistoryEvent[];
}

/** How a matrix came to its end. `unreachable`: nothing of it could be run. */
export type MatrixStatus = 'finished' | 'interrupted' | 'unreachable' | 'failed';

/** A whole run, with what was measured until its end. */
export interface MatrixOutcome {
  readonly status: MatrixStatus;
  readonly problem?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly seed: number;
  readonly clients: readonly ParticipantFacts[];
  readonly servers: readonly ParticipantFacts[];
  readonly faults: readonly FaultFacts[];
  /** Ordered by fault, client and server, as they were given. */
  readonly cells: readonly CellResult[];
}

/** How many cells came to each outcome; those that none came to are left out. */
export function countOutcomes(cells: readonly CellResult[]): Partial<Record<CellOutcome, number>> {
  const counts: Partial<Record<CellOutcome, number>> = {};
  for (const { outcome } of cells) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
