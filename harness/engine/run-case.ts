import type { Checker, CheckResult } from '../checkers/checker.js';
import type { FaultSpec } from '../faults/fault.js';
import type { HistoryEvent } from '../history/events.js';
import { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import type { Revision } from '../spec/revisions.js';
import { faultsOf, judgesOf, suiteOf } from './case.js';
import type { ServerCase, Verdict } from './case.js';
import { capEvents, capFindings } from './cap-events.js';
import { budgetOf } from './deadlines.js';
import { openSessionsOf } from './end-sessions.js';
import { judgeCase, proveFaults } from './judge-case.js';
import type { JudgedCase, PlayedCase } from './judge-case.js';
import { settledWithin } from './pause.js';
import { reproduceCommand } from './reproduce.js';
import type { CaseResult } from './result.js';
import type { CaseEnvironment } from './run-options.js';
import { errorText, runScript } from './script.js';
import { openServerCase } from './server-context.js';
import type { OpenedCase } from './server-context.js';

/** A finished case: its result, and what the invariants of the run found in its history. */
export interface FinishedCase {
  readonly result: CaseResult;
  readonly invariants: readonly CheckResult[];
  /** Longest hold-up of the harness while it ran. */
  readonly lagMs: number;
  /** Whether something was waited for in vain: on a busy machine that may mean slow rather than never. */
  readonly missedDeadline: boolean;
}

/** One case to be run at one revision. */
interface CaseRun {
  readonly definition: ServerCase;
  readonly revision: Revision;
  /** Checkers of the run's invariants. */
  readonly invariants: readonly Checker[];
  readonly environment: CaseEnvironment;
  readonly recorder: Recorder;
}

const CLOSE_DEADLINE_MS = 10_000;
/** Sessions are not worth much waiting when somebody wants the run to be over. */
const STOPPED_PATIENCE_MS = 500;

/** A result without a history: of a case that was not run, or that could not be. */
export function bareResult(
  definition: ServerCase,
  revision: Revision,
  verdict: Verdict,
  message: string,
  environment: Pick<CaseEnvironment, 'target' | 'seed' | 'timeScale'>,
  faults: readonly FaultSpec[] = [],
): CaseResult {
  return {
    id: definition.id,
    title: definition.title,
    suite: suiteOf(definition.id),
    role: 'server',
    transport: 'streamable-http',
    revision,
    faults,
    requirements: definition.requirements,
    verdict,
    message,
    durationMs: 0,
    reproduce: reproduceCommand(environment, definition.id, revision),
    findings: [],
    events: [],
  };
}

async function endSessions({ revision, recorder, environment }: CaseRun): Promise<void> {
  const { sessionEnder, signal, targetWatch } = environment;
  const ids = openSessionsOf(viewHistory(recorder.events));
  if (ids.length === 0 || targetWatch.gone.aborted) return;
  await sessionEnder.end(ids, revision, signal.aborted ? STOPPED_PATIENCE_MS : undefined);
}

/** A socket that cannot be closed must not hold up the run. */
async function closeAll(opened: OpenedCase): Promise<void> {
  if (await settledWithin(opened.close(), CLOSE_DEADLINE_MS)) return;
  throw new Error(`the sockets of the case were not closed within ${CLOSE_DEADLINE_MS} ms`);
}

type Ended = Pick<PlayedCase, 'outcome' | 'eventsAtEnd'>;

/** Opens the case, plays its script and closes all that it opened. */
async function play(run: CaseRun, faults: readonly FaultSpec[]): Promise<Ended> {
  const { definition, revision, recorder, environment } = run;
  const { signal, targetWatch } = environment;
  const opened = await openServerCase({ caseId: definition.id, revision, faults, recorder }, environment);
  try {
    const budgetMs = budgetOf(definition, opened.context.profile, environment);
    const outcome = await runScript(() => definition.script(opened.context), {
      budgetMs,
      stops: [signal, targetWatch.gone],
    });
    return { outcome, eventsAtEnd: recorder.events.length };
  } finally {
    await closeAll(opened);
    await endSessions(run);
  }
}

/** Puts together what is to be judged, once everything of the case is closed. */
function played(run: CaseRun, faults: readonly FaultSpec[], ended: Ended, lagMs: number): PlayedCase {
  const { definition, revision, recorder, invariants } = run;
  const unseen = proveFaults(faults, recorder);
  if (lagMs > 0) {
    const name = 'longest hold-up of the harness';
    recorder.record({ kind: 'probe', what: 'lag', name, waitedMs: Math.round(lagMs) });
  }
  const view = viewHistory(recorder.events);
  return { ...ended, recorder, revision, view, unseen, judges: judgesOf(definition, revision), invariants, lagMs };
}

/** Whether the target ended a connection or refused one: for a reason of its own, or because it is gone. */
function sawItLeave(event: HistoryEvent): boolean {
  if (event.kind !== 'connection' || event.side !== 'server' || event.from !== 'peer') return false;
  return event.what === 'refused' || event.what === 'fin' || event.what === 'rst';
}

/** Judges; and once more when it did not pass, and the target turns out to be gone. */
async function judged(toJudge: PlayedCase, { targetWatch }: CaseEnvironment): Promise<JudgedCase> {
  const first = judgeCase(toJudge, targetWatch.death);
  if (first.judgement.verdict === 'pass' || targetWatch.death !== undefined) return first;
  if (!toJudge.view.events.some(sawItLeave)) return first;
  const death = await targetWatch.look();
  return death === undefined ? first : judgeCase(toJudge, death);
}

async function finish(run: CaseRun): Promise<FinishedCase | undefined> {
  const { definition, revision, recorder, environment } = run;
  const { lag, signal } = environment;
  const mark = lag.mark();
  const faults = faultsOf(definition, revision);
  const ended = await play(run, faults);
  if (signal.aborted && ended.outcome.kind !== 'done') return undefined;
  const lagMs = lag.since(mark);
  const toJudge = played(run, faults, ended, lagMs);
  const { judgement, invariants } = await judged(toJudge, environment);
  // A look at the target that was broken off explains nothing.
  if (signal.aborted && judgement.verdict !== 'pass') return undefined;
  const result: CaseResult = {
    ...bareResult(definition, revision, judgement.verdict, judgement.message, environment, faults),
    durationMs: Math.round(recorder.now()),
    findings: capFindings(judgement.findings),
    events: capEvents(recorder.events, judgement),
  };
  const { outcome } = ended;
  const missedDeadline = outcome.kind === 'budget' || toJudge.view.probes.some(({ what }) => what === 'deadline');
  return { result, invariants, lagMs, missedDeadline };
}

/**
 * Runs one case at one revision and judges it. Resolves with undefined when the run was stopped before the script was
 * done. Never rejects: what goes wrong in the harness is the verdict `error`.
 */
export async function runServerCase(
  definition: ServerCase,
  revision: Revision,
  invariants: readonly Checker[],
  environment: CaseEnvironment,
): Promise<FinishedCase | undefined> {
  const recorder = new Recorder();
  const mark = environment.lag.mark();
  const unfollow = environment.targetWatch.follow(recorder);
  try {
    return await finish({ definition, revision, invariants, environment, recorder });
  } catch (error) {
    const failed: CaseResult = {
      ...bareResult(definition, revision, 'error', errorText(error), environment),
      durationMs: Math.round(recorder.now()),
      events: capEvents(recorder.events, { verdict: 'error', message: '', findings: [] }),
    };
    return { result: failed, invariants: [], lagMs: environment.lag.since(mark), missedDeadline: false };
  } finally {
    unfollow();
  }
}
