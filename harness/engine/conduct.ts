import { setMaxListeners } from 'node:events';
import { judgesOf } from './case.js';
import type { CaseDefinition } from './case.js';
import { FIRST_ATTEMPT } from './case-host.js';
import type { Attempt, CaseHost } from './case-host.js';
import { checkersByRevision } from './checkers-by-revision.js';
import type { RunSettings } from './conduct-request.js';
import { createFreshness } from './freshness.js';
import type { Freshness } from './freshness.js';
import { createGate } from './gate.js';
import type { Gate } from './gate.js';
import { withoutHeldUp } from './held-up.js';
import { createInvariantWatch } from './invariants.js';
import type { InvariantWatch } from './invariants.js';
import { planCases, waitingFirst } from './plan.js';
import type { PlannedCase } from './plan.js';
import { createRepetition } from './repetition.js';
import type { Repetition } from './repetition.js';
import type { CaseResult } from './result.js';
import { bareResult } from './run-case.js';
import type { FinishedCase } from './run-case.js';
import type { RunEvent } from './run-events.js';
import { createScheduler, isShared, laneOf, repeatLaneOf } from './scheduler.js';
import type { Scheduler } from './scheduler.js';
import { errorText } from './script.js';
import { inShard } from './shard.js';
import type { Steering } from './steering.js';
import { isCrash } from './target-watch.js';
import { createCrew } from './threads/case-crew.js';
import type { AfarRunner } from './threads/case-crew.js';
import { localRunner } from './threads/case-runner.js';
import type { CaseRunner } from './threads/case-runner.js';

/** What a run needs that is not plain data. */
export interface ConductHooks extends Steering {
  readonly signal: AbortSignal;
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
interface Stage<Definition extends CaseDefinition> {
  readonly host: CaseHost<Definition>;
  readonly scheduler: Scheduler;
  readonly repetition: Repetition;
  readonly freshness: Freshness;
  readonly watch: InvariantWatch;
  /** Opens when all cases of the shared lanes are done, repeated ones too. */
  readonly settled: Gate;
  /** Opens when all cases but the invariants are done. */
  readonly others: Gate;
  readonly runner: CaseRunner<Definition>;
  readonly onEvent: (event: RunEvent) => void;
}

function isInvariant({ definition }: PlannedCase): boolean {
  return definition.invariant === true;
}

/** Undefined when the run was stopped; not even begun when the target is gone. */
async function runOnce<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  attempt: Attempt,
  stage: Stage<Definition>,
): Promise<FinishedCase | undefined> {
  const { definition, revision } = planned;
  const { host, runner, onEvent } = stage;
  const death = await host.targetWatch.settled();
  if (host.signal.aborted) return undefined;
  if (death !== undefined) {
    const result = bareResult(definition, revision, 'inconclusive', death.message, host);
    return { result, invariants: [], lagMs: 0 };
  }
  onEvent({ kind: 'started', id: definition.id, revision });
  return runner.run(definition, revision, attempt);
}

/** What did not pass on a client process that was used before is shown on one that was not, at once. */
async function runFresh<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  stage: Stage<Definition>,
): Promise<FinishedCase | undefined> {
  const { freshness, repetition } = stage;
  const first = await runOnce(planned, FIRST_ATTEMPT, stage);
  // What is repeated for the sake of the machine is repeated on an unused process too.
  if (first === undefined || !freshness.isDue(first) || repetition.isDue(first)) return first;
  const again = await runOnce(planned, { patience: 1, afresh: true }, stage);
  return again && freshness.settle(first, again);
}

/** What a busy machine may have spoilt is shown again before it counts; that the target died needs no showing. */
async function runBelieved<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  stage: Stage<Definition>,
): Promise<FinishedCase | undefined> {
  const { scheduler, repetition, freshness } = stage;
  const lane = laneOf(planned.definition);
  if (lane === 'alone') await stage.settled.open;
  const first = await scheduler.run(lane, () => runFresh(planned, stage));
  if (first === undefined || !repetition.isDue(first) || first.result.findings.some(isCrash)) return first;
  // When its turn comes, others may have shown that the target simply does not answer.
  const again = await scheduler.run(repeatLaneOf(lane), () =>
    repetition.isDue(first)
      ? runOnce(planned, { patience: repetition.patience(), afresh: true }, stage)
      : Promise.resolve(first),
  );
  if (again === undefined || again === first) return again;
  repetition.note(first, again);
  const settled = freshness.isDue(first) ? freshness.settle(first, again) : again;
  return withoutHeldUp(settled);
}

async function runShown<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  stage: Stage<Definition>,
): Promise<FinishedCase | undefined> {
  try {
    return await runBelieved(planned, stage);
  } finally {
    if (isShared(laneOf(planned.definition))) stage.settled.arrive();
  }
}

async function runOther<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  stage: Stage<Definition>,
): Promise<CaseResult | undefined> {
  const { definition, revision } = planned;
  try {
    const finished = await runShown(planned, stage);
    if (finished !== undefined) stage.watch.add(definition, revision, finished.invariants);
    return finished?.result;
  } finally {
    stage.others.arrive();
  }
}

function amended(
  result: CaseResult,
  { definition, revision }: PlannedCase,
  stage: { readonly watch: InvariantWatch },
): CaseResult {
  return stage.watch.amend(
    result,
    judgesOf(definition, revision).map((checker) => checker.name),
  );
}

async function runInvariant<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  stage: Stage<Definition>,
): Promise<CaseResult | undefined> {
  const finished = await runShown(planned, stage);
  await stage.others.open;
  return finished && amended(finished.result, planned, stage);
}

/** An invariant that belongs to another shard: it has a result here only when a case of this shard did not keep it. */
async function watchForeign<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  stage: Stage<Definition>,
): Promise<CaseResult | undefined> {
  await stage.others.open;
  const { definition, revision } = planned;
  const blank = bareResult(definition, revision, 'inconclusive', '', stage.host);
  const result = amended(blank, planned, stage);
  return result === blank ? undefined : result;
}

function conducted<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  stage: Stage<Definition>,
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
        result = bareResult(definition, revision, 'error', errorText(error), stage.host);
      }
      if (result !== undefined) stage.onEvent({ kind: 'result', result });
      return result;
    },
  };
}

function conductOne<Definition extends CaseDefinition>(
  planned: PlannedCase<Definition>,
  stage: Stage<Definition>,
): ConductedCase {
  const { definition, revision, skip } = planned;
  const { host } = stage;
  if (skip !== undefined) {
    const skipped = (): CaseResult => bareResult(definition, revision, 'skip', skip, host);
    return conducted(
      planned,
      stage,
      () => undefined,
      () => Promise.resolve(host.signal.aborted ? undefined : skipped()),
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

/**
 * Plans the selected cases and makes them runnable side by side on a host, which is closed with them. The caller starts
 * all of them at once, or leaves them out; the order, and how many run at a time, is decided here. Results of invariants
 * come last, when all other histories are judged. Runners afar, where there are any, share the work. When the signal of the hooks is aborted, what runs is abandoned and
 * nothing more is begun.
 */
export function conductCases<Definition extends CaseDefinition>(
  selected: readonly Definition[],
  host: CaseHost<Definition>,
  { revisions, concurrency, shard }: Pick<RunSettings, 'revisions' | 'concurrency' | 'shard'>,
  hooks: Pick<ConductHooks, 'onEvent' | 'signal'> & {
    readonly afar?: readonly AfarRunner[];
    /** Default: what a busy machine may have spoilt is run once more. */
    readonly repetition?: Repetition;
  },
): Conducted {
  const planned = planCases(selected, revisions, (definition, revision) => host.lackOf(definition, revision));
  const all = host.waitingCosts ? waitingFirst(planned) : planned;
  const isOwn = inShard(selected, shard);
  const own = all.filter(isOwn);
  const runnable = own.filter(({ skip }) => skip === undefined);
  const foreign = all.filter((one) => !isOwn(one) && isInvariant(one) && one.skip === undefined);
  const sharedCount = runnable.filter(({ definition }) => isShared(laneOf(definition))).length;
  setMaxListeners(0, hooks.signal);
  const stage: Stage<Definition> = {
    host,
    scheduler: createScheduler(concurrency, sharedCount, host.waitingCosts),
    repetition: hooks.repetition ?? createRepetition(),
    freshness: createFreshness(),
    settled: createGate(sharedCount),
    watch: createInvariantWatch(),
    others: createGate(runnable.filter((one) => !isInvariant(one)).length),
    runner: createCrew(localRunner(host, checkersByRevision(selected)), hooks.afar ?? []),
    onEvent: (event) => hooks.onEvent(event),
  };
  hooks.onEvent({ kind: 'planned', total: own.length });
  const { targetWatch } = host;
  targetWatch.gone.addEventListener('abort', () => {
    if (targetWatch.death !== undefined) hooks.onEvent({ kind: 'problem', message: targetWatch.death.message });
  });
  return {
    cases: [
      ...own.map((one) => conductOne(one, stage)),
      ...foreign.map((one) =>
        conducted(
          one,
          stage,
          () => undefined,
          () => watchForeign(one, stage),
        ),
      ),
    ],
    close: () => host.close(),
  };
}
