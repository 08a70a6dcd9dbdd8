import { BroadcastChannel } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { ConductHooks, ConductRequest } from './conduct.js';
import type { CaseResult } from './result.js';
import type { ProvidedRun, RunMessage } from './run-channel.js';

/** How a run is watched and steered from the main thread. */
export interface VitestRunHooks extends ConductHooks {
  readonly channel: string;
}

/** After an order to stop, what is under way may take this long to end by itself. */
const STOP_PATIENCE_MS = 1500;

/** The folder that holds `harness` and `suites`: the package in a checkout, its `dist` when built. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENTRY = `suites/server.conformance${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`;

function answerRestart(channel: BroadcastChannel, restart: (() => Promise<void>) | undefined, ticket: number): void {
  const reply = (problem?: string): void => {
    const message: RunMessage = { from: 'main', restarted: ticket, ...(problem !== undefined && { problem }) };
    channel.postMessage(message);
  };
  if (restart === undefined) reply('the harness did not start the target');
  else
    restart().then(
      () => reply(),
      (error: unknown) => reply(error instanceof Error ? error.message : String(error)),
    );
}

/**
 * V8 lets a heap grow to several times of what it holds where memory seems plenty. Histories come and go by hundreds:
 * with these limits the worker keeps to what it needs, for about one percent of its time.
 */
const FRUGAL_HEAP = ['--initial-old-space-size=32', '--heap-growing-percent=30', '--max-semi-space-size=8'];

interface Watched {
  readonly results: CaseResult[];
  readonly closed: Promise<void>;
  /** Whether the worker got as far as planning its cases. */
  planned(): boolean;
  stop(): void;
  close(): void;
}

/** Listens to the worker and collects the results as they come, so that an interrupted run keeps what it has. */
function watchWorker(hooks: VitestRunHooks): Watched {
  const channel = new BroadcastChannel(hooks.channel);
  const results: CaseResult[] = [];
  let planned = false;
  let markClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    markClosed = resolve;
  });
  channel.onmessage = (raw) => {
    const message = (raw as { data: RunMessage }).data;
    if (message.from !== 'worker') return;
    if ('closed' in message) markClosed();
    else if ('ask' in message) answerRestart(channel, hooks.restart, message.ticket);
    else {
      if (message.event.kind === 'result') results.push(message.event.result);
      planned ||= message.event.kind === 'planned';
      hooks.onEvent(message.event);
    }
  };
  return {
    results,
    closed,
    planned: () => planned,
    stop() {
      const order: RunMessage = { from: 'main', order: 'stop' };
      channel.postMessage(order);
    },
    close: () => channel.close(),
  };
}

function settledWithin(promise: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    promise.then(done, done);
  });
}

function describeUnhandled(errors: readonly unknown[]): string | undefined {
  const [first] = errors;
  if (first === undefined) return undefined;
  const message = typeof first === 'object' && first !== null && 'message' in first ? first.message : first;
  return `the harness failed: ${typeof message === 'string' ? message : JSON.stringify(message)}`;
}

/**
 * Runs the cases in a vitest worker and collects their results. vitest contributes the thread, the selection by file
 * and the reporting for `pnpm test:conformance`; the order of the cases is the scheduler's.
 */
export async function runInVitest(
  conduct: ConductRequest,
  hooks: VitestRunHooks,
): Promise<{ readonly results: readonly CaseResult[]; readonly problem?: string }> {
  const watched = watchWorker(hooks);
  const exitCode = process.exitCode;
  const unhandled: unknown[] = [];
  const provided: ProvidedRun = {
    conduct,
    channel: hooks.channel,
    canRestart: hooks.restart !== undefined,
    expected: [],
  };
  for (const flag of FRUGAL_HEAP) setFlagsFromString(flag);
  const { startVitest } = await import('vitest/node');
  const starting = startVitest(
    'test',
    [],
    {
      root: ROOT,
      config: false,
      include: [ENTRY],
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
            unhandled.push(...errors, ...modules.flatMap((module) => module.errors()));
          },
        },
      ],
      server: { deps: { external: [/\/dist\/(harness|reports|suites\/server\/)/] } },
    },
    { logLevel: 'silent' },
  );
  const stopped = new Promise<void>((resolve) => {
    hooks.signal.addEventListener('abort', () => {
      watched.stop();
      setTimeout(resolve, STOP_PATIENCE_MS);
    });
  });
  try {
    const vitest = await Promise.race([starting, stopped]);
    if (vitest !== undefined) {
      await settledWithin(watched.closed, STOP_PATIENCE_MS);
      await vitest.close();
    }
  } finally {
    watched.close();
    process.exitCode = exitCode;
  }
  const silent =
    watched.planned() || hooks.signal.aborted ? undefined : 'the harness failed: its worker planned no case';
  const problem = describeUnhandled(unhandled) ?? silent;
  return { results: watched.results, ...(problem !== undefined && { problem }) };
}
