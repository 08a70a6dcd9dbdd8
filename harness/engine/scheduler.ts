/** A counting lock: at most `limit` holders, first come first served. */
class Permits {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#free = limit;
  }

  async acquire(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

/** How a case shares the machine: `quick` ones compete for the processor, `waiting` ones sleep, `alone` ones run last, one by one. */
export type Lane = 'quick' | 'waiting' | 'alone';

/** Decides when a case may start. */
export interface Scheduler {
  run<T>(lane: Lane, task: () => Promise<T>): Promise<T>;
}

/** Waiting cases cost next to nothing while they wait, so they get a lane of their own and start at once. */
const WAITING_PER_QUICK = 6;

/**
 * @param concurrency quick cases at the same time
 * @param counts how many tasks of each shared lane will come: the `alone` lane opens when all of them are done
 */
export function createScheduler(
  concurrency: number,
  counts: { readonly quick: number; readonly waiting: number },
): Scheduler {
  const lanes = {
    quick: new Permits(concurrency),
    waiting: new Permits(concurrency * WAITING_PER_QUICK),
    alone: new Permits(1),
  };
  let sharedLeft = counts.quick + counts.waiting;
  let openAlone: () => void = () => undefined;
  const sharedDone = new Promise<void>((resolve) => {
    openAlone = resolve;
  });
  if (sharedLeft === 0) openAlone();
  return {
    async run(lane, task) {
      if (lane === 'alone') await sharedDone;
      await lanes[lane].acquire();
      try {
        return await task();
      } finally {
        lanes[lane].release();
        if (lane !== 'alone') {
          sharedLeft -= 1;
          if (sharedLeft === 0) openAlone();
        }
      }
    },
  };
}
