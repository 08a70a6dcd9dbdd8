/** A limit of a wait. `missed` is called when it passes, with the time that was waited. */
export interface WaitLimit {
  readonly deadlineMs: number;
  readonly missed: (waitedMs: number) => void;
}

/** Lets many wait for a state to change, without polling. */
export interface Watch {
  /** To be called after every change of the state that is watched. */
  changed(): void;
  /**
   * The first value that `read` finds, now or after a change. `undefined` once `over` says that none can come, or when
   * the limit passes. Rejects only with what `read` throws.
   */
  until<T>(read: () => T | undefined, over: () => boolean, limit?: WaitLimit): Promise<T | undefined>;
}

/** Returns true when its wait is settled. */
type Waiter = () => boolean;

/** A watch without waiters. It holds a timer only while someone waits with a limit. */
export function createWatch(): Watch {
  const waiters = new Set<Waiter>();
  return {
    changed() {
      for (const waiter of waiters) if (waiter()) waiters.delete(waiter);
    },
    until<T>(read: () => T | undefined, over: () => boolean, limit?: WaitLimit): Promise<T | undefined> {
      return new Promise((resolve, reject) => {
        const begunAt = performance.now();
        const isSettled: Waiter = () => {
          try {
            const value = read();
            if (value === undefined && !over()) return false;
            resolve(value);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
          return true;
        };
        if (isSettled()) return;
        const giveUp = ({ missed }: WaitLimit): void => {
          waiters.delete(waiter);
          missed(Math.round(performance.now() - begunAt));
          resolve(undefined);
        };
        const timer = limit && setTimeout(giveUp, limit.deadlineMs, limit);
        const waiter: Waiter = () => {
          if (!isSettled()) return false;
          clearTimeout(timer);
          return true;
        };
        waiters.add(waiter);
      });
    },
  };
}
