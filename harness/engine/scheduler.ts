import type { CaseDefinition } from './case.js';
import { createGate } from './gate.js';

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

/**
 * How a case shares the machine. `quick` ones compete for the processor, `heavy` ones hold many megabytes and go one at
 * a time beside the others, `waiting` ones sleep. `announcing` ones go one at a time too, as a server may tell every
 * session what one of them caused. `alone` ones run one by one when all of those are done; so do `confirming` ones,
 * which repeat what a busy machine may have spoilt, a few at a time.
 */
export type Lane = 'quick' | 'heavy' | 'waiting' | 'announcing' | 'confirming' | 'alone';

const SHARED: ReadonlySet<Lane> = new Set(['quick', 'heavy', 'waiting', 'announcing']);

/** The lane in which a case runs at first. */
export function laneOf({
  alone,
  announces,
  heavy,
  waits,
}: Pick<CaseDefinition, 'alone' | 'announces' | 'heavy' | 'waits'>): Lane {
  if (alone === true) return 'alone';
  if (announces === true) return 'announcing';
  if (heavy === true) return 'heavy';
  return waits === true ? 'waiting' : 'quick';
}

/** The lane in which a case of `lane` is repeated: one that goes one at a time still does. */
export function repeatLaneOf(lane: Lane): Lane {
  if (lane === 'announcing') return 'alone';
  return isShared(lane) ? 'confirming' : lane;
}

/** Whether cases of this lane run beside those of other lanes. */
export function isShared(lane: Lane): boolean {
  return SHARED.has(lane);
}

/** Decides when a case may start. */
export interface Scheduler {
  /** Runs a task when its turn comes; settles as the task does. */
  run<T>(lane: Lane, task: () => Promise<T>): Promise<T>;
  /** One of the tasks that were counted for a shared lane will not come. */
  cancel(lane: Lane): void;
}

/** Waiting cases of a server cost next to nothing while they wait, so they get a lane of their own and start at once. */
const WAITING_PER_QUICK = 6;
/** Repeated cases wait more than they compute. */
const CONFIRMING = 16;

/**
 * @param concurrency quick cases at the same time
 * @param sharedCount how many tasks of the shared lanes will come: the other lanes open when all of them are done
 * @param waitingCosts waiting cases hold as much as others (a process each, say), and share the lane of the quick ones
 */
export function createScheduler(concurrency: number, sharedCount: number, waitingCosts = false): Scheduler {
  const quick = new Permits(concurrency);
  const lanes: Readonly<Record<Lane, Permits>> = {
    quick,
    heavy: new Permits(1),
    waiting: waitingCosts ? quick : new Permits(concurrency * WAITING_PER_QUICK),
    announcing: new Permits(1),
    confirming: new Permits(waitingCosts ? Math.min(concurrency, CONFIRMING) : CONFIRMING),
    alone: new Permits(1),
  };
  const shared = createGate(sharedCount);
  const leave = (lane: Lane): void => {
    if (isShared(lane)) shared.arrive();
  };
  return {
    async run(lane, task) {
      if (!isShared(lane)) await shared.open;
      await lanes[lane].acquire();
      try {
        return await task();
      } finally {
        lanes[lane].release();
        leave(lane);
      }
    },
    cancel: leave,
  };
}
