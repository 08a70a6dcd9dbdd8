import { setMaxListeners } from 'node:events';
import type { Checker } from '../checkers/checker.js';
import type { Revision } from '../spec/revisions.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerTarget } from '../sut/target.js';
import { judgesOf } from './case.js';
import type { ServerCase } from './case.js';
import { openEnvironment } from './environment.js';
import { createGate } from './gate.js';
import type { Gate } from './gate.js';
import { createInvariantWatch } from './invariants.js';
import type { InvariantWatch } from './invariants.js';
import { planServerCases, revisionsOf } from './plan.js';
import type { PlannedCase } from './plan.js';
import { loadServerCases, selectCases } from './registry.js';
import type { Selection } from './registry.js';
import { createRepetition, REPEATED_PATIENCE } from './repetition.js';
import type { Repetition } from './repetition.js';
import type { CaseResult } from './result.js';
import { runServerCase, bareResult } from './run-case.js';
import type { FinishedCase } from './run-case.js';
import type { RunEvent } from './run-events.js';
import type { CaseEnvironment } from './run-options.js';
import { createScheduler, isShared, laneOf } from './scheduler.js';
import type { Scheduler } from './scheduler.js';
import { errorText } from './script.js';
import { inShard } from './shard.js';
import type { Shard } from './shard.js';
import { isCrash } from './target-watch.js';

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
  readonly shard?: Shard;
}

/** What a run needs that is not plain data. */
export interface ConductHooks {
  readonly signal: AbortSignal;
  readonly restart?: () => Promise<void>;
  readonly onEvent: (event: RunEvent) => void;
}

/** One case that is ready to be run. */
export interface ConductedCase {
  readonly planned: PlannedCase;
  /** Resolves with its final result; with undefined when the run was stopped before there was one. Never rejects. */
  readonly run: () => Promise<CaseResult | undefined>;
  /** Says that it will not be run, so that nothing waits for it. */
  readonly leaveOut: () => void;
}

export interface Conducted {
  readonly cases: readonly ConductedCase[];
  readonly close: () => Promise<void>;
}

/** What the cases of a run share while they are conducted. */
interface Stage {
  readonly environment: CaseEnvironment;
  readonly scheduler: Scheduler;
  readonly repetition: Repetition;
  readonly watch: InvariantWatch;
  /** Opens when all cases of the shared lanes are done, repeated ones too. */
  readonly settled: Gate;
  /** Opens when all cases but the invariants are done. */
  readonly others: Gate;
  readonly invariantsAt: (revision: Revision) => readonly Checker[];
  readonly onEvent: (event: RunEvent) => void;
}

function isInvariant({ definition }: PlannedCase): boolean {
  return definition.invariant === true;
}

function checkersByRevision(invariants: readonly ServerCase[]): (revision: Revision) => readonly Checker[] {
  const checkers = new Map<Revision, readonly Checker[]>();
  return (revision) => {
    const known = checkers.get(revision);
    if (known !== undefined) return known;
    const applicable = invariants.filter((definition) => revisionsOf(definition).includes(revision));
    const made = applicable.flatMap((definition) => judgesOf(definition, revision));
    checkers.set(revision, made);
    return made;
  };
}

/** Undefined when the run was stopped; not even begun when the target is gone. */
async function runOnce(planned: PlannedCase, factor: number, stage: Stage): Promise<FinishedCase | undefined> {
  const { definition, revision } = planned;
  const { environment, invariantsAt, onEvent } = stage;
  const death = await environment.targetWatch.settled();
  if (environment.signal.aborted) return undefined;
  if (death !== undefined) {
    const result = bareResult(definition, revision, 'inconclusive', death.message, environment);
    return { result, invariants: [], lagMs: 0, missedDeadline: false };
  }
  onEvent({ kind: 'started', id: definition.id, revision });
  const patience = environment.patience * factor;
  return runServerCase(definition, revision, invariantsAt(revision), { ...environment, patience });
}

/** What a busy machine may have spoilt is shown again before it counts; that the target died needs no showing. */
async function runBelieved(planned: PlannedCase, stage: Stage): Promise<FinishedCase | undefined> {
  const { scheduler, repetition } = stage;
  const lane = laneOf(planned.definition);
  if (lane === 'alone') await stage.settled.open;
  const first = await scheduler.run(lane, () => runOnce(planned, 1, stage));
  if (first === undefined || !repetition.isDue(first) || first.result.findings.some(isCrash)) return first;
  // When its turn comes, others may have shown that the target simply does not answer.
  const again = await scheduler.run(isShared(lane) ? 'confirming' : lane, () =>
    repetition.isDue(first) ? runOnce(planned, REPEATED_PATIENCE, stage) : Promise.resolve(first),
  );
  if (again !== undefined && again !== first) repetition.note(first, again);
  return again;
}

async function runShown(planned: PlannedCase, stage: Stage): Promise<FinishedCase | undefined> {
  try {
    return await runBelieved(planned, stage);
  } finally {
    if (isShared(laneOf(planned.definition))) stage.settled.arrive();
  }
}

async function runOther(planned: PlannedCase, stage: Stage): Promise<CaseResult | undefined> {
  const { definition, revision } = planned;
  try {
    const finished = await runShown(planned, stage);
    if (finished !== undefined) stage.watch.add(definition, revision, finished.invariants);
    return finished?.result;
  } finally {
    stage.others.arrive();
  }
}

function amended(result: CaseResult, { definition, revision }: PlannedCase, stage: Stage): CaseResult {
  return stage.watch.amend(
    result,
    judgesOf(definition, revision).map((checker) => checker.name),
  );
}

async function runInvariant(planned: PlannedCase, stage: Stage): Promise<CaseResult | undefined> {
  const finished = await runShown(planned, stage);
  await stage.others.open;
  return finished && amended(finished.result, planned, stage);
}

/** An invariant that belongs to another shard: it has a result here only when a case of this shard did not keep it. */
async function watchForeign(planned: PlannedCase, stage: Stage): Promise<CaseResult | undefined> {
  await stage.others.open;
  const { definition, revision } = planned;
  const blank = bareResult(definition, revision, 'inconclusive', '', stage.environment);
  const result = amended(blank, planned, stage);
  return result === blank ? undefined : result;
}

function conducted(
  planned: PlannedCase,
  stage: Stage,
  leaveOut: () => void,
  run: () => Promise<CaseResult | undefined>,
): ConductedCase {
  const { definition, revision } = planned;
  return {
    planned,
    leaveOut,
    async run() {
      let result: CaseResult | undefined;
      try {
        result = await run();
      } catch (error) {
        result = bareResult(definition, revision, 'error', errorText(error), stage.environment);
      }
      if (result !== undefined) stage.onEvent({ kind: 'result', result });
      return result;
    },
  };
}

function conductOne(planned: PlannedCase, stage: Stage): ConductedCase {
  const { definition, revision, skip } = planned;
  if (skip !== undefined) {
    const skipped = (): CaseResult => bareResult(definition, revision, 'skip', skip, stage.environment);
    return conducted(
      planned,
      stage,
      () => undefined,
      () => Promise.resolve(stage.environment.signal.aborted ? undefined : skipped()),
    );
  }
  const leaveOut = (): void => {
    const lane = laneOf(definition);
    stage.scheduler.cancel(lane);
    if (isShared(lane)) stage.settled.arrive();
    if (!isInvariant(planned)) stage.others.arrive();
  };
  return conducted(planned, stage, leaveOut, () =>
    isInvariant(planned) ? runInvariant(planned, stage) : runOther(planned, stage),
  );
}

/** {@link conductServerCases} with these cases, whatever the request selects. */
export function conductCases(
  selected: readonly ServerCase[],
  request: Omit<ConductRequest, 'selection'>,
  hooks: ConductHooks,
): Conducted {
  const all = planServerCases(selected, request.profile, request.revisions, {
    restart: hooks.restart !== undefined,
    userTool: request.target.userTool !== undefined,
    secondUpstream: request.secondUrl !== undefined,
  });
  const isOwn = inShard(selected, request.shard);
  const own = all.filter(isOwn);
  const runnable = own.filter(({ skip }) => skip === undefined);
  const foreign = all.filter((planned) => !isOwn(planned) && isInvariant(planned) && planned.skip === undefined);
  const sharedCount = runnable.filter(({ definition }) => isShared(laneOf(definition))).length;
  setMaxListeners(0, hooks.signal);
  const { environment, close } = openEnvironment(request, hooks);
  const stage: Stage = {
    environment,
    scheduler: createScheduler(request.concurrency, sharedCount),
    repetition: createRepetition(),
    settled: createGate(sharedCount),
    watch: createInvariantWatch(),
    others: createGate(runnable.filter((planned) => !isInvariant(planned)).length),
    invariantsAt: checkersByRevision(selected.filter(({ invariant }) => invariant === true)),
    onEvent: (event) => hooks.onEvent(event),
  };
  hooks.onEvent({ kind: 'planned', total: own.length });
  const { targetWatch } = environment;
  targetWatch.gone.addEventListener('abort', () => {
    if (targetWatch.death !== undefined) hooks.onEvent({ kind: 'problem', message: targetWatch.death.message });
  });
  return {
    cases: [
      ...own.map((planned) => conductOne(planned, stage)),
      ...foreign.map((planned) =>
        conducted(
          planned,
          stage,
          () => undefined,
          () => watchForeign(planned, stage),
        ),
      ),
    ],
    close,
  };
}

/**
 * Plans the selected cases and makes them runnable side by side. The caller starts all of them at once, or leaves them
 * out; the order, and how many run at a time, is decided here. Results of invariants come last, when all other histories
 * are judged. When the signal of the hooks is aborted, what runs is abandoned and nothing more is begun.
 */
export async function conductServerCases(request: ConductRequest, hooks: ConductHooks): Promise<Conducted> {
  return conductCases(selectCases(await loadServerCases(request.selection), request.selection), request, hooks);
}
