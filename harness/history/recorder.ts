import type { EventBody, HistoryEvent } from './events.js';

type Listener = (event: HistoryEvent) => void;

/** Whatever takes events to be recorded. */
export interface EventSink {
  record(body: EventBody): void;
}

/** Append-only record of one case on one monotonic clock. */
export class Recorder {
  readonly #startedAt = performance.now();
  readonly #events: HistoryEvent[] = [];
  readonly #listeners = new Set<Listener>();

  /** Milliseconds since the case began. */
  now(): number {
    return performance.now() - this.#startedAt;
  }

  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  record(body: EventBody): HistoryEvent {
    const event: HistoryEvent = { index: this.#events.length, t: this.now(), ...body };
    this.#events.push(event);
    for (const listener of this.#listeners) listener(event);
    return event;
  }

  /** Calls `listener` for every later event until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The first event, past or to come, that satisfies `accepts`; `undefined` when `deadlineMs` passes first, or when
   * `signal` is aborted. A missed deadline is recorded under `name`, because what did not happen belongs to the history
   * too. Rejects with what `accepts` throws.
   */
  async waitFor(
    name: string,
    deadlineMs: number,
    accepts: (event: HistoryEvent) => boolean,
    signal?: AbortSignal,
  ): Promise<HistoryEvent | undefined> {
    const past = this.#events.find(accepts);
    if (past !== undefined || signal?.aborted === true) return past;
    const begunAt = this.now();
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void): void => {
        clearTimeout(timer);
        unsubscribe();
        signal?.removeEventListener('abort', giveUp);
        settled();
      };
      const giveUp = (): void => settle(() => resolve(undefined));
      const timer = setTimeout(() => {
        settle(() => resolve(undefined));
        this.record({ kind: 'probe', what: 'deadline', name, waitedMs: Math.round(this.now() - begunAt) });
      }, deadlineMs);
      const unsubscribe = this.subscribe((event) => {
        // Whoever records the event must not be hit by the error of one who only listens.
        try {
          if (accepts(event)) settle(() => resolve(event));
        } catch (error) {
          settle(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      });
      signal?.addEventListener('abort', giveUp);
    });
  }
}
