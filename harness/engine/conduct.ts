import type { Revision } from '../spec/revisions.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerTarget } from '../sut/target.js';
import { judgesOf } from './case.js';
import { createSessionEnder } from './end-sessions.js';
import { createInvariantWatch } from './invariants.js';
import { startLagMeter } from './lag.js';
import { planServerCases } from './plan.js';
import type { PlannedCase } from './plan.js';
import { loadServerCases, selectCases } from './registry.js';
import type { Selection } from './registry.js';
import type { CaseResult } from './result.js';
import { runServerCase, skippedResult } from './run-case.js';
import type { FinishedCase } from './run-case.js';
import type { RunEvent } from './run-events.js';
import type { CaseEnvironment } from './run-options.js';
import { createScheduler } from './scheduler.js';
import type { Lane } from './scheduler.js';

/** A run, as it is handed to the thread that conducts it: plain data. */
export interface ConductRequest {
  readonly target: Omit<ServerTarget, 'url'> & { readonly url: string };
  readonly secondUrl?: string;
  readonly profile: ServerProfile;
  readonly revisions: readonly Revision[];
  readonly selection: Selection;
  readonly seed: number;
  readonly concurrency: number;
  readonly timeScale: number;
  readonly shard?: { readonly index: number; readonly count: number };
}

/** What a run needs that is not plain data. */
export interface ConductHooks {
  readonly signal: AbortSignal;
  readonly restart?: () => Promise<void>;
  onEvent(event: RunEvent): void;
}

/** One case that is ready to be run; `run` resolves with its final result and never rejects. */
export interface ConductedCase {
  readonly planned: PlannedCase;
  run(): Promise<CaseResult>;
}

export interface Conducted {
  readonly cases: readonly ConductedCase[];
  close(): Promise<void>;
}

/** A case that did not pass while the harness itself was held up this long is run once more by itself. */
const LAG_TO_REPEAT_MS = 150;

function laneOf(planned: PlannedCase): Lane {
  if (planned.definition.alone === true) return 'alone';
  return planned.definition.waits === true ? 'waiting' : 'quick';
}

/** A promise that resolves once `count` parties have arrived. */
function gate(count: number): { readonly open: Promise<void>; arrive(): void } {
  let left = count;
  let resolve: () => void = () => undefined;
  const open = new Promise<void>((done) => {
    resolve = done;
  });
  if (left === 0) resolve();
  return {
    open,
    arrive() {
      left -= 1;
      if (left === 0) resolve();
    },
  };
}

function environmentOf(request: ConductRequest, hooks: ConductHooks): CaseEnvironment {
  const target: ServerTarget = { ...request.target, url: new URL(request.target.url) };
  return {
    target,
    profileAt(revision) {
      const profile = request.profile.byRevision[revision];
      if (profile === undefined) throw new Error(`the target was not looked at in revision ${revision}`);
      return profile;
    },
    seed: request.seed,
    timeScale: request.timeScale,
    lag: startLagMeter(),
    sessionEnder: createSessionEnder(target),
    signal: hooks.signal,
    ...(request.secondUrl !== undefined && { secondTarget: { ...target, url: new URL(request.secondUrl) } }),
    ...(hooks.restart && { restart: hooks.restart }),
  };
}

/**
 * Plans the cases of a run and makes them runnable side by side. The caller starts all of them at once; the order, and
 * how many run at a time, is decided here. Results of invariants come last, when all other histories are judged.
 */
export async function conductServerCases(request: ConductRequest, hooks: ConductHooks): Promise<Conducted> {
  const environment = environmentOf(request, hooks);
  const selected = selectCases(await loadServerCases(request.selection), request.selection);
  const watched = selected.filter((entry) => entry.invariant === true);
  const planned = planServerCases(
    selected,
    request.profile,
    request.revisions,
    {
      restart: hooks.restart !== undefined,
      userTool: request.target.userTool !== undefined,
      secondUpstream: request.secondUrl !== undefined,
    },
    request.shard,
  );
  const runnable = planned.filter((entry) => entry.skip === undefined);
  const count = (lane: Lane): number => runnable.filter((entry) => laneOf(entry) === lane).length;
  const scheduler = createScheduler(request.concurrency, { quick: count('quick'), waiting: count('waiting') });
  const watch = createInvariantWatch();
  const others = gate(runnable.filter((entry) => entry.definition.invariant !== true).length);

  const runOnce = (entry: PlannedCase): Promise<FinishedCase> => {
    hooks.onEvent({ kind: 'started', id: entry.definition.id, revision: entry.revision });
    const invariants = watched.flatMap((invariant) => judgesOf(invariant, entry.revision));
    return runServerCase(entry.definition, entry.revision, invariants, environment);
  };
  const runOther = async (entry: PlannedCase): Promise<CaseResult> => {
    const first = await scheduler.run(laneOf(entry), () => runOnce(entry));
    const heldUp = first.lagMs >= LAG_TO_REPEAT_MS && first.result.verdict !== 'pass' && laneOf(entry) !== 'alone';
    const last = heldUp && !hooks.signal.aborted ? await scheduler.run('alone', () => runOnce(entry)) : first;
    watch.add(entry.definition.id, entry.revision, entry.definition.requirements, last.invariants);
    return last.result;
  };
  const runInvariant = async (entry: PlannedCase): Promise<CaseResult> => {
    const own = await scheduler.run(laneOf(entry), () => runOnce(entry));
    await others.open;
    return watch.amend(
      own.result,
      judgesOf(entry.definition, entry.revision).map((checker) => checker.name),
    );
  };
  const run = async (entry: PlannedCase): Promise<CaseResult> => {
    if (entry.skip !== undefined) return skippedResult(entry.definition, entry.revision, entry.skip, environment);
    if (entry.definition.invariant === true) return runInvariant(entry);
    try {
      return await runOther(entry);
    } finally {
      others.arrive();
    }
  };

  hooks.onEvent({ kind: 'planned', total: planned.length });
  return {
    cases: planned.map((entry) => ({
      planned: entry,
      async run() {
        const result = await run(entry);
        hooks.onEvent({ kind: 'result', result });
        return result;
      },
    })),
    async close() {
      environment.lag.stop();
      await environment.sessionEnder.close();
    },
  };
}
