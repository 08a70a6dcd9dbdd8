import type { Revision } from '../spec/revisions.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerTarget } from '../sut/target.js';
import { judgesOf } from './case.js';
import type { ServerCase } from './case.js';
import { createSessionEnder } from './end-sessions.js';
import { createInvariantWatch } from './invariants.js';
import { createGate } from './gate.js';
import { startLagMeter } from './lag.js';
import { planServerCases } from './plan.js';
import type { PlannedCase } from './plan.js';
import { watchPresence } from './presence.js';
import { loadServerCases, selectCases } from './registry.js';
import type { Selection } from './registry.js';
import type { CaseResult } from './result.js';
import { createRepetition, REPEATED_PATIENCE } from './repetition.js';
import { runServerCase, unjudgedResult } from './run-case.js';
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
  /** Factor on every deadline; default 1. */
  readonly patience?: number;
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

function laneOf(planned: PlannedCase): Lane {
  if (planned.definition.alone === true) return 'alone';
  if (planned.definition.heavy === true) return 'heavy';
  return planned.definition.waits === true ? 'waiting' : 'quick';
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
    patience: request.patience ?? 1,
    lag: startLagMeter(),
    sessionEnder: createSessionEnder(target),
    signal: hooks.signal,
    ...(request.secondUrl !== undefined && { secondTarget: { ...target, url: new URL(request.secondUrl) } }),
    ...(hooks.restart && { restart: hooks.restart }),
  };
}

function planOf(request: ConductRequest, hooks: ConductHooks, selected: readonly ServerCase[]): PlannedCase[] {
  const abilities = {
    restart: hooks.restart !== undefined,
    userTool: request.target.userTool !== undefined,
    secondUpstream: request.secondUrl !== undefined,
  };
  return planServerCases(selected, request.profile, request.revisions, abilities, request.shard);
}

/** How one planned case comes to its final result. */
type Runner = (entry: PlannedCase) => Promise<CaseResult>;

function createRunner(
  environment: CaseEnvironment,
  hooks: ConductHooks,
  runnable: readonly PlannedCase[],
  watched: readonly ServerCase[],
  concurrency: number,
): Runner {
  const isShared = (entry: PlannedCase): boolean => laneOf(entry) !== 'alone';
  const sharedCount = runnable.filter(isShared).length;
  const scheduler = createScheduler(concurrency, sharedCount);
  const settled = createGate(sharedCount);
  const others = createGate(runnable.filter((entry) => entry.definition.invariant !== true).length);
  const watch = createInvariantWatch();
  const repetition = createRepetition();
  const presence = watchPresence(environment.target, hooks.restart !== undefined);

  const runOnce = async (entry: PlannedCase, factor: number): Promise<FinishedCase> => {
    hooks.onEvent({ kind: 'started', id: entry.definition.id, revision: entry.revision });
    const invariants = watched.flatMap((invariant) => judgesOf(invariant, entry.revision));
    const finished = await runServerCase(entry.definition, entry.revision, invariants, {
      ...environment,
      patience: environment.patience * factor,
    });
    if (finished.result.verdict !== 'pass') {
      const news = await presence.observe(finished.result.events);
      if (news !== undefined) hooks.onEvent({ kind: 'problem', message: news });
    }
    return finished;
  };
  const runBelieved = async (entry: PlannedCase): Promise<FinishedCase> => {
    const lane = laneOf(entry);
    if (lane === 'alone') await settled.open;
    const first = await scheduler.run(lane, () => runUnlessGone(entry));
    if (!repetition.isDue(first) || hooks.signal.aborted || presence.gone !== undefined) return first;
    const again = await scheduler.run(lane === 'alone' ? lane : 'confirming', () => runOnce(entry, REPEATED_PATIENCE));
    repetition.note(first, again);
    return again;
  };
  const runUnlessGone = (entry: PlannedCase): Promise<FinishedCase> => {
    const reason = hooks.signal.aborted ? 'the run was interrupted' : presence.gone;
    if (reason === undefined) return runOnce(entry, 1);
    const result = unjudgedResult(entry.definition, entry.revision, 'inconclusive', reason, environment);
    return Promise.resolve({ result, invariants: [], lagMs: 0, missedDeadline: false });
  };

  return async (entry) => {
    const { definition, revision } = entry;
    if (entry.skip !== undefined) return unjudgedResult(definition, revision, 'skip', entry.skip, environment);
    const finished = await runBelieved(entry);
    if (isShared(entry)) settled.arrive();
    if (definition.invariant === true) {
      await others.open;
      const names = judgesOf(definition, revision).map((checker) => checker.name);
      return watch.amend(finished.result, names);
    }
    watch.add(definition, revision, finished.invariants);
    others.arrive();
    return finished.result;
  };
}

/**
 * Plans the cases of a run and makes them runnable side by side. The caller starts all of them at once; the order, and
 * how many run at a time, is decided here. Results of invariants come last, when all other histories are judged. After
 * an order to stop nothing more is told: what was under way has not been measured.
 */
export async function conductServerCases(request: ConductRequest, hooks: ConductHooks): Promise<Conducted> {
  const environment = environmentOf(request, hooks);
  const selected = selectCases(await loadServerCases(request.selection), request.selection);
  const planned = planOf(request, hooks, selected);
  const runnable = planned.filter((entry) => entry.skip === undefined);
  const watched = selected.filter((entry) => entry.invariant === true);
  const run = createRunner(environment, hooks, runnable, watched, request.concurrency);

  hooks.onEvent({ kind: 'planned', total: planned.length });
  return {
    cases: planned.map((entry) => ({
      planned: entry,
      async run() {
        const result = await run(entry);
        if (!hooks.signal.aborted) hooks.onEvent({ kind: 'result', result });
        return result;
      },
    })),
    async close() {
      environment.lag.stop();
      await environment.sessionEnder.close();
    },
  };
}
