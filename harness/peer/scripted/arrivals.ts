import type { Recorder } from '../../history/recorder.js';
import { callAfter } from '../../link/embedded/delay.js';
import { matches } from './rule-book.js';
import type { RequestMatch, ServedExchange } from './scripted-server.js';

/** The requests that have arrived, and those that somebody waits for. */
export class Arrivals<Served extends ServedExchange> {
  readonly #all: Served[] = [];
  readonly #looks = new Set<() => void>();
  readonly #giveUps = new Set<() => void>();
  readonly #recorder: Recorder | undefined;
  #isClosed = false;

  constructor(recorder: Recorder | undefined) {
    this.#recorder = recorder;
  }

  get all(): readonly Served[] {
    return this.#all;
  }

  add(exchange: Served): void {
    this.#all.push(exchange);
    for (const look of this.#looks) look();
  }

  /**
   * The nth request that matches, past or to come; undefined when the deadline passes, which is recorded under `name`,
   * or when the server closes. Rejects with what the match throws.
   */
  wait(name: string, match: RequestMatch, nth: number, deadlineMs: number): Promise<Served | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void): void => {
        cancel();
        this.#looks.delete(look);
        this.#giveUps.delete(giveUp);
        settled();
      };
      const look = (): void => {
        try {
          const found = this.#all.filter((exchange) => matches(match, exchange))[nth - 1];
          if (found !== undefined) settle(() => resolve(found));
        } catch (error) {
          settle(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      };
      const giveUp = (): void => settle(() => resolve(undefined));
      const cancel = callAfter(deadlineMs, () => {
        this.#recorder?.record({ kind: 'probe', what: 'deadline', name, waitedMs: Math.round(deadlineMs) });
        giveUp();
      });
      this.#looks.add(look);
      this.#giveUps.add(giveUp);
      if (this.#isClosed) giveUp();
      else look();
    });
  }

  /** Ends all waits. */
  close(): void {
    this.#isClosed = true;
    for (const giveUp of this.#giveUps) giveUp();
  }
}
