import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { ConductHooks } from './conduct.js';
import type { ConductRequest } from './conduct-request.js';
import { settledWithin } from './pause.js';
import type { CaseResult } from './result.js';
import type { ProvidedRun } from './run-channel.js';
import { offerOf } from './steering.js';
import { watchWorker } from './worker-watch.js';
import type { WorkerWatch } from './worker-watch.js';

/** How a run is watched and steered from the main thread. */
export interface VitestRunHooks extends ConductHooks {
  readonly channel: string;
}

/** What a run in a worker came to. */
export interface VitestRun {
  readonly results: readonly CaseResult[];
  /** What kept the harness from running all of the cases. */
  readonly problem?: string;
}

/** After an order to stop, what is under way may take this long to end by itself. */
const STOP_PATIENCE_MS = 1500;
/** The last words of a worker that has ended are on their way already. */
const LAST_WORDS_MS = 10_000;

/**
 * V8 lets a heap grow to several times of what it holds where memory seems plenty. Histories come and go by hundreds:
 * with these limits the worker keeps to what it needs, for about three percent of its time.
 */
const FRUGAL_HEAP = ['--initial-old-space-size=64', '--heap-growing-percent=50', '--max-semi-space-size=16'];

/**
 * A run is over before most of what the optimising compiler makes has paid: it is asked six times later, for a tenth of
 * the processor time. V8 knows this setting up to Node 20; from Node 22 on a compiler that costs less comes first.
 */
const PATIENT_COMPILER = ['--interrupt-budget=400000'];

function settingsOfV8(): readonly string[] {
  const [major = ''] = process.versions.node.split('.');
  return Number(major) <= 20 ? [...FRUGAL_HEAP, ...PATIENT_COMPILER] : FRUGAL_HEAP;
}

/** The folder that holds `harness` and `suites`: the package in a checkout, its `dist` when built. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

function messageOf(error: unknown): string {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && 'message' in error ? String(error.message) : String(error);
}

/** Runs the suites in one vitest worker to their end; resolves with the errors that belong to no test. */
async function runVitest(provided: ProvidedRun, worker: WorkerWatch): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  for (const flag of settingsOfV8()) setFlagsFromString(flag);
  const { startVitest } = await import('vitest/node');
  const vitest = await startVitest(
    'test',
    [],
    {
      root: ROOT,
      config: false,
      include: [`suites/conformance${EXTENSION}`],
      exclude: [],
      watch: false,
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      fileParallelism: false,
      maxConcurrency: 100_000,
      testTimeout: 0,
      hookTimeout: 30_000,
      teardownTimeout: 2000,
      provide: { faultline: provided },
      reporters: [
        {
          onTestRunEnd(modules, errors) {
            const suites = modules.flatMap((module) => [...module.children.allSuites()]);
            failures.push(...errors, ...[...modules, ...suites].flatMap((task) => task.errors()));
          },
        },
      ],
      server: { deps: { external: [/\/dist\/(harness|reports|suites\/(server|client)\/)/] } },
    },
    { logLevel: 'silent' },
  );
  if (failures.length === 0) await settledWithin(worker.closed, LAST_WORDS_MS);
  await vitest.close();
  return failures;
}

/** Why not every planned case has a result, or why none was planned; undefined when all is well. */
function whyIncomplete(failures: readonly unknown[], worker: WorkerWatch): string | undefined {
  if (failures.length > 0) return `the harness failed: ${messageOf(failures[0])}`;
  const planned = worker.planned();
  if (planned === undefined) return 'the harness failed: its worker planned no case';
  const missing = planned - worker.results.length;
  return missing > 0 ? `the harness failed: ${missing} of ${planned} cases came to no result` : undefined;
}

function isStopped({ signal }: VitestRunHooks): boolean {
  return signal.aborted;
}

/** Resolves some time after the run was told to stop; until it is cancelled. */
function patienceAfterStop(signal: AbortSignal, stop: () => void): { passed: Promise<undefined>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => undefined;
  const passed = new Promise<undefined>((resolve) => {
    onAbort = () => {
      stop();
      timer = setTimeout(() => resolve(undefined), STOP_PATIENCE_MS);
    };
    signal.addEventListener('abort', onAbort);
  });
  return {
    passed,
    cancel() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/**
 * Runs the cases in a vitest worker and collects their results. vitest contributes the thread, the selection by file
 * and the reporting for `pnpm test:conformance`; the order of the cases is the scheduler's. When the signal is aborted,
 * it resolves soon with the results so far.
 */
export async function runInVitest(conduct: ConductRequest, hooks: VitestRunHooks): Promise<VitestRun> {
  if (isStopped(hooks)) return { results: [] };
  const worker = watchWorker(hooks.channel, hooks);
  const exitCode = process.exitCode;
  const running = runVitest({ conduct, channel: hooks.channel, steering: offerOf(hooks), expected: [] }, worker);
  const patience = patienceAfterStop(hooks.signal, worker.stop);
  try {
    const failures = await Promise.race([running, patience.passed]);
    const problem = isStopped(hooks) ? undefined : whyIncomplete(failures ?? [], worker);
    return { results: [...worker.results], ...(problem !== undefined && { problem }) };
  } finally {
    patience.cancel();
    worker.close();
    process.exitCode = exitCode;
    // What was left behind, if anything, goes on to end in the background.
    running.catch(() => undefined);
  }
}
