import type { CaseResult, RunFacts } from '../engine/result.js';
import type { RunOutcome } from '../engine/run.js';
import type { RunEvent } from '../engine/run-events.js';

/** Keeps what a run has measured so far, for the case that it never returns. */
export interface Collector {
  onEvent(event: RunEvent): void;
  /** What there is, as if the run had ended now. */
  outcome(status: RunOutcome['status'], problem?: string): RunOutcome;
}

/** @param known what is known of the target before it was looked at */
export function createCollector(
  { seed, topology }: Pick<RunFacts, 'seed' | 'topology'>,
  known: Omit<RunFacts['target'], 'revisions'>,
): Collector {
  const startedAt = new Date();
  const begunAt = performance.now();
  const results: CaseResult[] = [];
  const target: { name?: string; version?: string; revisions: RunFacts['target']['revisions'] } = { revisions: [] };

  return {
    onEvent(event) {
      if (event.kind === 'result') results.push(event.result);
      if (event.kind !== 'discovered') return;
      const { name, version, revisions } = event.profile;
      Object.assign(target, {
        revisions,
        ...(name !== undefined && { name }),
        ...(version !== undefined && { version }),
      });
    },
    outcome(status, problem) {
      const facts: RunFacts = {
        seed,
        topology,
        startedAt: startedAt.toISOString(),
        durationMs: performance.now() - begunAt,
        target: { ...known, ...target },
        ...(problem === undefined ? {} : { problem }),
      };
      return { status, results: [...results], facts, ...(problem === undefined ? {} : { problem }) };
    },
  };
}
