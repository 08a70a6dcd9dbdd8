import type { Checker, CheckResult } from '../checkers/checker.js';
import type { FaultSpec } from '../faults/fault.js';
import type { HistoryEvent } from '../history/events.js';
import { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import type { Revision } from '../spec/revisions.js';
import { faultsOf, judgesOf, suiteOf, transportOf } from './case.js';
import type { CaseDefinition, Verdict } from './case.js';
import { capEvents, capFindings } from './cap-events.js';
import { FIRST_ATTEMPT } from './case-host.js';
import type { Attempt, CaseHost, OpenedCase } from './case-host.js';
import { judgeCase, proveFaults } from './judge-case.js';
import type { JudgedCase, PlayedCase } from './judge-case.js';
import { settledWithin } from './pause.js';
import type { CaseResult } from './result.js';
import { errorText, isPrecondition, runScript } from './script.js';

/** A finished case: its result, and what the invariants of the run found in its history. */
export interface FinishedCase {
  readonly result: CaseResult;
  readonly invariants: readonly CheckResult[];
  /** Longest hold-up of the harness while it ran. */
  readonly lagMs: number;
  /** The shortest wait in vain, in ms, where there was one: on a busy machine that may mean slow rather than never. */
  readonly missedMs?: number;
  /** How many cases had used the client process before, where there is one. */
  readonly usedBefore?: number;
}

/** One case to be run at one revision. */
interface CaseRun<Definition extends CaseDefinition> {
  readonly definition: Definition;
  readonly revision: Revision;
  /** Checkers of the run's invariants. */
  readonly invariants: readonly Checker[];
  readonly host: CaseHost<Definition>;
  readonly attempt: Attempt;
  readonly recorder: Recorder;
}

const CLOSE_DEADLINE_MS = 10_000;

/** A result without a history: of a case that was not run, or that could not be. */
export function bareResult(
  definition: CaseDefinition,
  revision: Revision,
  verdict: Verdict,
  message: string,
  host: Pick<CaseHost, 'role' | 'reproduce'>,
  faults: readonly FaultSpec[] = [],
): CaseResult {
  return {
    id: definition.id,
    title: definition.title,
    suite: suiteOf(definition.id),
    role: host.role,
    transport: transportOf(definition),
    revision,
    faults,
    requirements: definition.requirements,
    verdict,
    message,
    durationMs: 0,
    reproduce: host.reproduce(definition.id, revision),
    findings: [],
    events: [],
  };
}

/** A socket that cannot be closed must not hold up the run. */
async function closeAll(opened: OpenedCase): Promise<void> {
  if (await settledWithin(opened.close(), CLOSE_DEADLINE_MS)) return;
  throw new Error(`what the case had open was not closed within ${CLOSE_DEADLINE_MS} ms`);
}

interface Ended extends Pick<PlayedCase, 'outcome' | 'eventsAtEnd'> {
  readonly faults: readonly FaultSpec[];
  readonly budgetMs: number;
  readonly usedBefore: number | undefined;
}

/** Opens the case, plays its script and closes all that it opened. */
async function play<Definition extends CaseDefinition>(
  run: CaseRun<Definition>,
  faults: readonly FaultSpec[],
): Promise<Ended> {
  const { definition, revision, recorder, host, attempt } = run;
  const { signal, targetWatch } = host;
  const opened = await host.open({ definition, revision, faults, recorder, ...attempt });
  try {
    const { budgetMs } = opened;
    const outcome = await runScript(() => opened.play(), { budgetMs, stops: [signal, targetWatch.gone] });
    const usedBefore = opened.usedBefore?.();
    return { outcome, eventsAtEnd: recorder.events.length, faults: opened.faults(), budgetMs, usedBefore };
  } finally {
    await closeAll(opened);
    await opened.tidy?.();
  }
}

/** Puts together what is to be judged, once everything of the case is closed. */
function played(
  run: Omit<CaseRun<CaseDefinition>, 'host'> & { readonly host: Pick<CaseHost, 'judged'> },
  { faults, outcome, eventsAtEnd }: Ended,
  lagMs: number,
): PlayedCase {
  const { definition, revision, recorder, invariants, host } = run;
  const { judged } = host;
  const unseen = proveFaults(faults, recorder);
  if (lagMs > 0) {
    const name = 'longest hold-up of the harness';
    recorder.record({ kind: 'probe', what: 'lag', name, waitedMs: Math.round(lagMs) });
  }
  const view = viewHistory(recorder.events, judged);
  const judges = judgesOf(definition, revision);
  return { outcome, eventsAtEnd, recorder, revision, judged, view, unseen, judges, invariants, lagMs };
}

/** Whether the target ended a connection or refused one: for a reason of its own, or because it is gone. */
function sawItLeave(event: HistoryEvent): boolean {
  if (event.kind !== 'connection' || event.side !== 'server' || event.from !== 'peer') return false;
  return event.what === 'refused' || event.what === 'fin' || event.what === 'rst';
}

/** Judges; and once more when it did not pass, and the target turns out to be gone. */
async function judged(toJudge: PlayedCase, { targetWatch }: Pick<CaseHost, 'targetWatch'>): Promise<JudgedCase> {
  const first = judgeCase(toJudge, targetWatch.death);
  if (first.judgement.verdict === 'pass' || targetWatch.death !== undefined) return first;
  if (!toJudge.view.events.some(sawItLeave)) return first;
  const death = await targetWatch.look();
  return death === undefined ? first : judgeCase(toJudge, death);
}

/** A wait shorter than this is a look, and not a deadline. */
const LOOK_MS = 250;

/** The shortest wait in vain, that for the end of the script included; a look counts only where there was nothing else. */
function shortestMiss({ outcome, budgetMs }: Ended, { events }: Recorder): number | undefined {
  const missed = events.flatMap((event) =>
    event.kind === 'probe' && event.what === 'deadline' ? [event.waitedMs ?? 0] : [],
  );
  if (outcome.kind === 'budget') missed.push(budgetMs);
  if (missed.length === 0) return undefined;
  const deadlines = missed.filter((waitedMs) => waitedMs >= LOOK_MS);
  return Math.min(...(deadlines.length > 0 ? deadlines : missed));
}

async function finish<Definition extends CaseDefinition>(run: CaseRun<Definition>): Promise<FinishedCase | undefined> {
  const { definition, revision, recorder, host } = run;
  const { lag, signal } = host;
  const mark = lag.mark();
  const ended = await play(run, faultsOf(definition, revision));
  if (signal.aborted && ended.outcome.kind !== 'done') return undefined;
  const { outcome } = ended;
  if (outcome.kind === 'beyond') {
    return { result: bareResult(definition, revision, 'skip', outcome.message, host), invariants: [], lagMs: 0 };
  }
  const lagMs = lag.since(mark);
  const toJudge = played(run, ended, lagMs);
  const { judgement, invariants } = await judged(toJudge, host);
  // A look at the target that was broken off explains nothing.
  if (signal.aborted && judgement.verdict !== 'pass') return undefined;
  const result: CaseResult = {
    ...bareResult(definition, revision, judgement.verdict, judgement.message, host, ended.faults),
    durationMs: Math.round(recorder.now()),
    findings: capFindings(judgement.findings),
    events: capEvents(recorder.events, judgement),
  };
  const { usedBefore } = ended;
  const missedMs = shortestMiss(ended, recorder);
  return {
    result,
    invariants,
    lagMs,
    ...(missedMs !== undefined && { missedMs }),
    ...(usedBefore !== undefined && { usedBefore }),
  };
}

/**
 * Runs one case at one revision and judges it. Resolves with undefined when the run was stopped before the script was
 * done. Never rejects: what goes wrong in the harness is the verdict `error`.
 */
export async function runCase<Definition extends CaseDefinition>(
  definition: Definition,
  revision: Revision,
  invariants: readonly Checker[],
  host: CaseHost<Definition>,
  attempt = FIRST_ATTEMPT,
): Promise<FinishedCase | undefined> {
  const recorder = new Recorder();
  const { lag, targetWatch } = host;
  const mark = lag.mark();
  const unfollow = targetWatch.follow(recorder);
  try {
    return await finish({ definition, revision, invariants, host, attempt, recorder });
  } catch (error) {
    // A client that did not become ready, say, is no failure of the harness.
    const verdict = isPrecondition(error) ? 'inconclusive' : 'error';
    const failed: CaseResult = {
      ...bareResult(definition, revision, verdict, errorText(error), host),
      durationMs: Math.round(recorder.now()),
      events: capEvents(recorder.events, { verdict, message: '', findings: [] }),
    };
    return { result: failed, invariants: [], lagMs: lag.since(mark) };
  } finally {
    unfollow();
  }
}
