import { INTERRUPTED_EXIT_CODE } from '../../reports/exit-status.js';
import { glyphs } from '../../reports/glyphs.js';
import type { ServerCase } from '../engine/case.js';
import type { RunOutcome, RunRequest } from '../engine/run.js';
import type { Redactor } from '../history/redact.js';
import { createRedactor } from '../history/redact.js';
import { secretsIn } from '../history/secrets.js';
import { loadBaseline, previousBaseline } from './baseline-files.js';
import { conclude } from './conclude.js';
import type { Conclusion } from './conclude.js';
import { createCollector } from './collector.js';
import type { Collector } from './collector.js';
import { loadConfig, mergeOptions } from './config.js';
import type { SignalSource } from './interrupt.js';
import { watchInterrupts } from './interrupt.js';
import type { ServerOptions } from './options.js';
import { checkServerOptions } from './options.js';
import { checkOutputFiles } from './output-files.js';
import type { Progress } from './progress.js';
import { createProgress, SILENT_PROGRESS } from './progress.js';
import type { RawServerOptions } from './raw-options.js';
import { chooseCases } from './selection.js';
import type { TargetProcess } from '../sut/target-process.js';
import type { CommandIo } from './terminal-io.js';
import { columnsOf, isLive, wantsColour, wantsUnicode } from './terminal-io.js';

/** The parts of the harness that the command drives. */
export interface ServerDependencies {
  readonly loadCases: () => Promise<readonly ServerCase[]>;
  readonly run: (request: RunRequest) => Promise<RunOutcome>;
  /** Starts the target by its command; rejects with a plain message. */
  readonly startTarget: (command: string, url: URL, signal: AbortSignal) => Promise<TargetProcess>;
  readonly signals: SignalSource;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

interface Run extends Conclusion {
  readonly collector: Collector;
  readonly progress: Progress;
}

/** How long a stopped run may take to wind up before it is left behind. */
const WIND_UP_MS = 10_000;

function redactorFor({ target }: ServerOptions): Redactor {
  const { headers, url, command } = target;
  return createRedactor(secretsIn({ headers, url: url.href, ...(command === undefined ? {} : { command }) }));
}

function progressFor({ quiet }: ServerOptions, io: CommandIo, redactor: Redactor): Progress {
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

async function runWithTarget(run: Run, dependencies: ServerDependencies, signal: AbortSignal): Promise<RunOutcome> {
  const { options, collector, progress } = run;
  const { target, revisions, cases, suites, faults, seed, shard, concurrency, timeScale } = options;
  let started: TargetProcess | undefined;
  try {
    if (target.command !== undefined) {
      try {
        started = await dependencies.startTarget(target.command, target.url, signal);
      } catch (error) {
        return collector.outcome(signal.aborted ? 'interrupted' : 'unreachable', messageOf(error));
      }
    }
    return await dependencies.run({
      target,
      ...(revisions === undefined ? {} : { revisions }),
      cases,
      suites,
      faults,
      seed,
      ...(shard === undefined ? {} : { shard }),
      concurrency,
      timeScale,
      signal,
      ...restartOf(started),
      onEvent: (event) => {
        collector.onEvent(event);
        progress.onEvent(event);
      },
    });
  } catch (error) {
    return collector.outcome(signal.aborted ? 'interrupted' : 'failed', messageOf(error));
  } finally {
    await started?.close();
  }
}

function restartOf(started: TargetProcess | undefined): Pick<RunRequest, 'restart'> {
  return started === undefined ? {} : { restart: () => started.restart() };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Resolves some time after the run was stopped; never before. */
function windUpTimeout(signal: AbortSignal): { readonly passed: Promise<void>; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => (timer = setTimeout(resolve, WIND_UP_MS)), { once: true });
  });
  return { passed, cancel: () => clearTimeout(timer) };
}

async function runToItsEnd(run: Run, dependencies: ServerDependencies): Promise<number> {
  const stop = new AbortController();
  const { collector, progress } = run;
  const unwatch = watchInterrupts(
    dependencies.signals,
    () => {
      progress.note('Stopping; what was measured will be written. Once more to leave at once.');
      stop.abort();
    },
    () => {
      progress.finish();
      conclude(run, collector.outcome('interrupted'));
      dependencies.exit(INTERRUPTED_EXIT_CODE);
    },
  );
  const timeout = windUpTimeout(stop.signal);
  try {
    const outcome = await Promise.race([
      runWithTarget(run, dependencies, stop.signal),
      timeout.passed.then(() => collector.outcome('interrupted', 'the run did not wind up in time')),
    ]);
    progress.finish();
    return conclude(run, outcome);
  } finally {
    timeout.cancel();
    progress.finish();
    unwatch();
  }
}

/**
 * `faultline server`: checks the options, runs the cases, writes the reports. Returns the exit status; throws a
 * UsageError before anything was started when the options can't be used.
 */
export async function serverCommand(
  raw: RawServerOptions,
  io: CommandIo,
  dependencies: ServerDependencies,
): Promise<number> {
  const { config, ...commandLine } = raw;
  const options = checkServerOptions(mergeOptions(commandLine, loadConfig(config, io.workingDirectory)));
  const baseline = options.baseline === undefined ? undefined : loadBaseline(options.baseline, io.workingDirectory);
  const previous = previousBaseline(baseline, options.outputs.updateBaseline, io.workingDirectory);
  const redactor = redactorFor(options);
  const conclusion: Conclusion = { options, io, redactor, baseline, previous };
  const collector = createCollector(options);
  let cases: readonly ServerCase[];
  try {
    cases = await dependencies.loadCases();
  } catch (error) {
    return conclude(conclusion, collector.outcome('failed', messageOf(error)));
  }
  chooseCases(cases, options, options.revisions);
  checkOutputFiles(options.outputs, io.workingDirectory);
  return runToItsEnd({ ...conclusion, collector, progress: progressFor(options, io, redactor) }, dependencies);
}
