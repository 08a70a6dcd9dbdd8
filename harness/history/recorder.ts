import type { EventBody, HistoryEvent } from './events.js';

type Listener = (event: HistoryEvent) => void;

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
   * The first event, past or to come, that satisfies `accepts`; `undefined` when `deadlineMs` passes first.
   * A missed deadline is recorded under `name`, because what did not happen belongs to the history too.
   */
  waitFor(name: string, deadlineMs: number, accepts: (event: HistoryEvent) => boolean): Promise<HistoryEvent | undefined> {
    const past = this.#events.find(accepts);
    if (past !== undefined) return Promise.resolve(past);
    const begunAt = this.now();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        unsubscribe();
        this.record({ kind: 'probe', what: 'deadline', name, waitedMs: Math.round(this.now() - begunAt) });
        resolve(undefined);
      }, deadlineMs);
      const unsubscribe = this.subscribe((event) => {
        if (!accepts(event)) return;
        clearTimeout(timer);
        unsubscribe();
        resolve(event);
      });
    });
  }
}
