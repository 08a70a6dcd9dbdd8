import { Worker } from 'node:worker_threads';
import type { ServerConduct } from '../conduct-request.js';
import type { TargetWatch } from '../target-watch.js';
import { createThreadRunner } from './thread-runner.js';
import type { ThreadRunner } from './thread-runner.js';

/** How a thread is started that runs cases. */
export interface ThreadStart {
  readonly request: ServerConduct;
  readonly targetWatch: TargetWatch;
  readonly signal: AbortSignal;
  /** What it runs; default: the built module. */
  readonly entry?: URL;
}

/** Node runs what is built; sources run in the thread of whatever can read them. */
const IS_BUILT = import.meta.url.endsWith('.js');
const ENTRY = new URL('./case-thread.js', import.meta.url);
/** So few checks are done before a thread is ready. */
const WORTH_A_THREAD = 100;

/** How many threads are worth starting for a run of so many checks, beside the one that conducts it. */
export function threadsFor(
  { backend, threads = 1 }: Pick<ServerConduct, 'backend' | 'threads'>,
  checks: number,
): number {
  const isOurs = backend === undefined || backend.name === 'embedded';
  return IS_BUILT && isOurs && checks >= WORTH_A_THREAD ? threads - 1 : 0;
}

/** Starts a thread that runs cases of this run; it takes them once it is ready. */
export function openThread({ request, entry = ENTRY, ...parties }: ThreadStart): ThreadRunner {
  const worker = new Worker(entry);
  const runner = createThreadRunner(worker, request, parties);
  worker.on('error', (error) => runner.lose(`a thread that runs cases failed: ${error.message}`));
  worker.on('exit', () => runner.lose('a thread that runs cases has ended'));
  return {
    get isReady() {
      return runner.isReady;
    },
    run: (definition, revision, attempt) => runner.run(definition, revision, attempt),
    lose: (reason) => runner.lose(reason),
    async close() {
      await runner.close();
      await worker.terminate();
    },
  };
}
