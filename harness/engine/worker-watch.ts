import { BroadcastChannel } from 'node:worker_threads';
import type { ConductHooks } from './conduct.js';
import type { CaseResult } from './result.js';
import type { RunMessage } from './run-channel.js';
import { carryOut } from './steering.js';

/** The main thread's end of a run: what came from the worker so far, and how it is told to stop. */
export interface WorkerWatch {
  /** In the order in which the cases ended. */
  readonly results: readonly CaseResult[];
  /** Resolves when the worker has said its last word; stays pending when it broke down before. */
  readonly closed: Promise<void>;
  /** How many cases the worker planned, once it did. */
  readonly planned: () => number | undefined;
  readonly stop: () => void;
  readonly close: () => void;
}

/** Listens to a worker and collects the results as they come, so that a run that breaks off keeps what it has. */
export function watchWorker(name: string, hooks: ConductHooks): WorkerWatch {
  const channel = new BroadcastChannel(name);
  const results: CaseResult[] = [];
  let planned: number | undefined;
  let open = true;
  let markClosed = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    markClosed = resolve;
  });
  const post = (message: RunMessage): void => {
    if (open) channel.postMessage(message);
  };
  const stop = (): void => post({ from: 'main', order: 'stop' });
  channel.onmessage = (raw) => {
    const message = (raw as { data: RunMessage }).data;
    if (message.from !== 'worker') return;
    if ('closed' in message) {
      markClosed();
    } else if ('ask' in message) {
      void carryOut(message.ask, hooks).then((problem) =>
        post({ from: 'main', done: message.ticket, ...(problem !== undefined && { problem }) }),
      );
    } else {
      const { event } = message;
      if (event.kind === 'result') results.push(event.result);
      if (event.kind === 'planned') planned = event.total;
      // An order that came before the worker listened was lost.
      if (event.kind === 'planned' && hooks.signal.aborted) stop();
      hooks.onEvent(event);
    }
  };
  return {
    results,
    closed,
    planned: () => planned,
    stop,
    close() {
      open = false;
      channel.close();
    },
  };
}
