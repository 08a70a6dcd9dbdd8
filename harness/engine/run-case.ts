import type { Checker, CheckResult } from '../checkers/checker.js';
import { FAULTS } from '../faults/index.js';
import { faultId } from '../faults/fault.js';
import type { FaultSpec } from '../faults/fault.js';
import { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import type { HistoryView } from '../history/view.js';
import type { Revision } from '../spec/revisions.js';
import type { ServerCase } from './case.js';
import { capEvents } from './cap-events.js';
import { reproduceCommand } from './reproduce.js';
import type { CaseResult } from './result.js';
import { faultsOf, judgesOf, suiteOf } from './case.js';
import type { CaseEnvironment } from './run-options.js';
import { openServerCase } from './server-context.js';
import { judge } from './verdict.js';
import type { Judgement } from './verdict.js';

const DEFAULT_BUDGET_MS = 20_000;

/** A finished case: its result, and what the invariants of the run found in its history. */
export interface FinishedCase {
  readonly result: CaseResult;
  readonly invariants: readonly CheckResult[];
  /** Longest hold-up of the harness while it ran. */
  readonly lagMs: number;
  /** Whether something was waited for in vain: on a busy machine that may mean slow rather than never. */
  readonly missedDeadline: boolean;
}

type ScriptOutcome = { kind: 'done' } | { kind: 'precondition' | 'error' | 'budget'; message: string };

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function runScript(script: Promise<void>, budgetMs: number): Promise<ScriptOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const budget = new Promise<ScriptOutcome>((resolve) => {
    timer = setTimeout(
      () => resolve({ kind: 'budget', message: `the script was not done after ${budgetMs} ms` }),
      budgetMs,
    );
  });
  const done = script.then(
    (): ScriptOutcome => ({ kind: 'done' }),
    (error: unknown): ScriptOutcome => {
      // By name: under vitest the class may have been loaded twice.
      const precondition = error instanceof Error && error.name === 'PreconditionError';
      return { kind: precondition ? 'precondition' : 'error', message: errorText(error) };
    },
  );
  try {
    return await Promise.race([done, budget]);
  } finally {
    clearTimeout(timer);
  }
}

function runCheckers(
  checkers: readonly Checker[],
  view: HistoryView,
  revision: Revision,
  lagMs: number,
): CheckResult[] {
  return checkers.map((checker) => checker.check(view, { revision, lagMs }));
}

/** Appends an `observed` event for each fault that its own proof can show, and names the others. */
function proveFaults(faults: readonly FaultSpec[], recorder: Recorder): string[] {
  const view = viewHistory(recorder.events);
  return faults.flatMap((spec) => {
    const proof = FAULTS.get(spec.kind)?.observed(view, spec);
    if (proof === undefined) return [faultId(spec)];
    recorder.record({ kind: 'fault', fault: faultId(spec), status: 'observed', detail: `event ${proof}` });
    return [];
  });
}

/** Whether the target sent anything that only a server of the protocol sends. */
function spokeTheProtocol(view: HistoryView): boolean {
  return view.events.some(
    (event) =>
      event.kind === 'message' &&
      event.side === 'server' &&
      event.direction === 'to-client' &&
      event.message.kind !== 'invalid',
  );
}

function judgementOf(
  outcome: ScriptOutcome,
  checks: readonly CheckResult[],
  unseen: readonly string[],
  view: HistoryView,
): Judgement {
  if (outcome.kind === 'error') return { verdict: 'error', message: outcome.message, findings: [] };
  const broken = view.events.find(
    (event) => event.kind === 'connection' && event.what === 'error' && event.from === 'link',
  );
  if (broken?.kind === 'connection') {
    return { verdict: 'error', message: `the link failed: ${broken.detail ?? 'unknown reason'}`, findings: [] };
  }
  const judged = judge(checks, unseen);
  if ((judged.verdict === 'pass' || judged.verdict === 'warn') && !spokeTheProtocol(view)) {
    return {
      verdict: 'inconclusive',
      message: 'the target sent no message of the protocol',
      findings: judged.findings,
    };
  }
  if (outcome.kind === 'done' || judged.verdict === 'fail') return judged;
  return { verdict: 'inconclusive', message: outcome.message, findings: judged.findings };
}

type Identity = Omit<CaseResult, 'verdict' | 'message' | 'durationMs' | 'findings' | 'events'>;

function identityOf(definition: ServerCase, revision: Revision, environment: CaseEnvironment): Identity {
  return {
    id: definition.id,
    title: definition.title,
    suite: suiteOf(definition.id),
    role: 'server',
    transport: 'streamable-http',
    revision,
    faults: faultsOf(definition, revision),
    requirements: definition.requirements,
    reproduce: reproduceCommand(environment, definition.id, revision),
  };
}

/** The result of a case that was not run; `reason` says why. */
export function unjudgedResult(
  definition: ServerCase,
  revision: Revision,
  verdict: 'skip' | 'inconclusive',
  reason: string,
  environment: CaseEnvironment,
): CaseResult {
  const identity = identityOf(definition, revision, environment);
  return { ...identity, verdict, message: reason, durationMs: 0, findings: [], events: [] };
}

/** Runs one case at one revision and judges it. Never rejects: what goes wrong in the harness is the verdict `error`. */
export async function runServerCase(
  definition: ServerCase,
  revision: Revision,
  invariants: readonly Checker[],
  environment: CaseEnvironment,
): Promise<FinishedCase> {
  const recorder = new Recorder();
  const mark = environment.lag.mark();
  const faults = faultsOf(definition, revision);
  const base = identityOf(definition, revision, environment);
  try {
    const opened = await openServerCase(definition.id, revision, faults, recorder, environment);
    const budgetMs =
      (definition.budgetMs ?? DEFAULT_BUDGET_MS) * Math.max(1, environment.timeScale) * environment.patience;
    let outcome: ScriptOutcome;
    try {
      outcome = await runScript(definition.script(opened.context), budgetMs);
    } finally {
      await opened.close();
    }
    await environment.sessionEnder.end(opened.sessions);
    const unseen = proveFaults(faults, recorder);
    const lagMs = environment.lag.since(mark);
    if (lagMs > 0)
      recorder.record({
        kind: 'probe',
        what: 'lag',
        name: 'longest hold-up of the harness',
        waitedMs: Math.round(lagMs),
      });
    const view = viewHistory(recorder.events);
    const judgement = judgementOf(
      outcome,
      runCheckers(judgesOf(definition, revision), view, revision, lagMs),
      unseen,
      view,
    );
    const events = capEvents(recorder.events, judgement);
    const result: CaseResult = { ...base, ...judgement, durationMs: Math.round(recorder.now()), events };
    const missedDeadline = outcome.kind === 'budget' || view.probes.some((event) => event.what === 'deadline');
    return { result, invariants: runCheckers(invariants, view, revision, lagMs), lagMs, missedDeadline };
  } catch (error) {
    const failed: CaseResult = {
      ...base,
      verdict: 'error',
      message: errorText(error),
      findings: [],
      durationMs: Math.round(recorder.now()),
      events: recorder.events.slice(-100),
    };
    return { result: failed, invariants: [], lagMs: environment.lag.since(mark), missedDeadline: false };
  }
}
