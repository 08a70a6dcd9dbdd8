import { INTERRUPTED_EXIT_CODE } from '../../reports/exit-status.js';
import { glyphs } from '../../reports/glyphs.js';
import type { CaseDefinition } from '../engine/case.js';
import type { RunFacts } from '../engine/result.js';
import type { RunOutcome } from '../engine/run.js';
import type { RunEvent } from '../engine/run-events.js';
import type { Redactor } from '../history/redact.js';
import { createRedactor } from '../history/redact.js';
import { loadBaseline, previousBaseline } from './baseline-files.js';
import { createCollector } from './collector.js';
import type { Collector } from './collector.js';
import { conclude } from './conclude.js';
import type { Conclusion } from './conclude.js';
import type { SignalSource } from './interrupt.js';
import { watchInterrupts } from './interrupt.js';
import type { CheckOptions } from './options.js';
import { checkOutputFiles } from './output-files.js';
import type { Progress } from './progress.js';
import { createProgress, SILENT_PROGRESS } from './progress.js';
import { chooseCases } from './selection.js';
import type { CommandIo } from './terminal-io.js';
import { columnsOf, isLive, wantsColour, wantsUnicode } from './terminal-io.js';

/** The parts of the process that a checking command uses. */
export interface CheckDependencies {
  readonly signals: SignalSource;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** What is to be checked, and how. */
export interface Check {
  readonly options: CheckOptions;
  /** What is known of the target beforehand. */
  readonly target: Omit<RunFacts['target'], 'revisions'>;
  /** Literal values that no output may hold. */
  readonly secrets: readonly string[];
  readonly loadCases: () => Promise<readonly CaseDefinition[]>;
  /** Runs the cases. What it rejects with is told as the reason why the run failed. */
  readonly run: (watching: Watching) => Promise<RunOutcome>;
}

/** How a run is stopped and followed. */
export interface Watching {
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** What there is, as if the run had ended now. */
  readonly outcome: Collector['outcome'];
}

/** How long a stopped run may take to wind up before it is left behind. */
const WIND_UP_MS = 10_000;

function progressFor({ quiet }: CheckOptions, io: CommandIo, redactor: Redactor): Progress {
  if (quiet) return SILENT_PROGRESS;
  return createProgress({
    output: io.stderr,
    live: isLive(io.stderr, io),
    colour: wantsColour(io.stderr, io),
    columns: columnsOf(io.stderr, io),
    glyphs: glyphs(wantsUnicode(io)),
    redact: (text) => redactor.text(text),
  });
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether some of the cases are left out. */
function isNarrowed({ cases, suites, faults, revisions }: CheckOptions): boolean {
  return revisions !== undefined || [cases, suites, faults].some((names) => names.length > 0);
}

/** Resolves some time after the run was stopped; never before. */
function windUpTimeout(signal: AbortSignal): { readonly passed: Promise<void>; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => (timer = setTimeout(resolve, WIND_UP_MS)), { once: true });
  });
  return { passed, cancel: () => clearTimeout(timer) };
}

interface Running extends Conclusion {
  readonly check: Check;
  readonly collector: Collector;
  readonly progress: Progress;
}

async function runWatched({ check, collector, progress }: Running, signal: AbortSignal): Promise<RunOutcome> {
  try {
    return await check.run({
      signal,
      outcome: (status, problem) => collector.outcome(status, problem),
      onEvent: (event) => {
        collector.onEvent(event);
        progress.onEvent(event);
      },
    });
  } catch (error) {
    return collector.outcome(signal.aborted ? 'interrupted' : 'failed', messageOf(error));
  }
}

async function runToItsEnd(running: Running, dependencies: CheckDependencies): Promise<number> {
  const stop = new AbortController();
  const { collector, progress } = running;
  const unwatch = watchInterrupts(
    dependencies.signals,
    () => {
      progress.note('Stopping; what was measured will be written. Once more to leave at once.');
      stop.abort();
    },
    () => {
      progress.finish();
      conclude(running, collector.outcome('interrupted'));
      dependencies.exit(INTERRUPTED_EXIT_CODE);
    },
  );
  const timeout = windUpTimeout(stop.signal);
  try {
    const outcome = await Promise.race([
      runWatched(running, stop.signal),
      timeout.passed.then(() => collector.outcome('interrupted', 'the run did not wind up in time')),
    ]);
    progress.finish();
    return conclude(running, outcome);
  } finally {
    timeout.cancel();
    progress.finish();
    unwatch();
  }
}

/**
 * Runs the cases of a check and writes its reports. Returns the exit status; throws a UsageError before anything was
 * started when what was asked for can't be done.
 */
export async function runCheck(check: Check, io: CommandIo, dependencies: CheckDependencies): Promise<number> {
  const { options } = check;
  const baseline = options.baseline === undefined ? undefined : loadBaseline(options.baseline, io.workingDirectory);
  const previous = previousBaseline(baseline, options.outputs.updateBaseline, io.workingDirectory);
  const redactor = createRedactor(check.secrets);
  const conclusion: Conclusion = { options, io, redactor, baseline, previous };
  const collector = createCollector(options, check.target);
  // What runs the cases loads them for itself: here they only tell whether a selection makes sense.
  if (isNarrowed(options)) {
    let cases: readonly CaseDefinition[];
    try {
      cases = await check.loadCases();
    } catch (error) {
      return conclude(conclusion, collector.outcome('failed', messageOf(error)));
    }
    chooseCases(cases, options, options.revisions);
  }
  checkOutputFiles(options.outputs, io.workingDirectory);
  const progress = progressFor(options, io, redactor);
  return runToItsEnd({ ...conclusion, check, collector, progress }, dependencies);
}
