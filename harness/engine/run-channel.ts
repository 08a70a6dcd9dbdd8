import { setMaxListeners } from 'node:events';
import { BroadcastChannel } from 'node:worker_threads';
import type { ConductHooks } from './conduct.js';
import type { ConductRequest } from './conduct-request.js';
import type { Revision } from '../spec/revisions.js';
import type { RunEvent } from './run-events.js';
import { errorText } from './script.js';
import { steeringBy } from './steering.js';
import type { SteeringOffer, SteeringOrder } from './steering.js';

/** A result that is known and expected, by case, revision and rule. */
export interface ExpectedResult {
  readonly case: string;
  readonly revision?: Revision;
  readonly verdict: 'fail' | 'warn' | 'inconclusive';
  readonly rule?: string;
  readonly reason: string;
  /** True: a race decides, so that a pass is no surprise. */
  readonly sometimes?: boolean;
}

/** What the main thread hands to the vitest worker by `provide`. */
export interface ProvidedRun {
  readonly conduct: ConductRequest;
  /** Name of the channel over which events and orders go. */
  readonly channel: string;
  /** What can be asked of the thread that started the target. */
  readonly steering: SteeringOffer;
  /** The entries of a baseline: results that do not turn a test red. */
  readonly expected: readonly ExpectedResult[];
}

declare module 'vitest' {
  interface ProvidedContext {
    faultline: ProvidedRun;
  }
}

/** Messages between the two ends of a run. */
export type RunMessage =
  | { readonly from: 'worker'; readonly event: RunEvent }
  | { readonly from: 'worker'; readonly ask: SteeringOrder; readonly ticket: number }
  | { readonly from: 'worker'; readonly closed: true }
  | { readonly from: 'main'; readonly order: 'stop' }
  | { readonly from: 'main'; readonly done: number; readonly problem?: string };

/** The event without the history of its case, for a history that can't cross the boundary between threads. */
function withoutHistory(event: RunEvent, error: unknown): RunEvent {
  if (event.kind !== 'result') return { kind: 'problem', message: errorText(error) };
  const message = `the result could not be handed over: ${errorText(error)}`;
  return { kind: 'result', result: { ...event.result, verdict: 'error', message, findings: [], events: [] } };
}

/** The worker's end: tells events as they happen, which vitest's own reporting delays, and takes the order to stop. */
export function openRunChannel(name: string): { hooks(steering: SteeringOffer): ConductHooks; close(): void } {
  const channel = new BroadcastChannel(name);
  const controller = new AbortController();
  // Every case that waits listens to it.
  setMaxListeners(0, controller.signal);
  const asked = new Map<number, (problem?: string) => void>();
  let tickets = 0;
  const post = (message: RunMessage): void => channel.postMessage(message);
  const tell = (event: RunEvent): void => {
    try {
      post({ from: 'worker', event });
    } catch (error) {
      post({ from: 'worker', event: withoutHistory(event, error) });
    }
  };
  channel.onmessage = (raw) => {
    const message = (raw as { data: RunMessage }).data;
    if (message.from !== 'main') return;
    if ('order' in message) controller.abort();
    else asked.get(message.done)?.(message.problem);
  };
  channel.unref();
  const ask = (order: SteeringOrder): Promise<void> =>
    new Promise((resolve, reject) => {
      tickets += 1;
      const ticket = tickets;
      asked.set(ticket, (problem) => {
        asked.delete(ticket);
        if (problem === undefined) resolve();
        else reject(new Error(problem));
      });
      post({ from: 'worker', ask: order, ticket });
    });
  return {
    hooks: (steering) => ({ signal: controller.signal, onEvent: tell, ...steeringBy(ask, steering) }),
    close() {
      post({ from: 'worker', closed: true });
      channel.close();
    },
  };
}
