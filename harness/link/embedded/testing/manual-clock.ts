import { onTestFinished, vi } from 'vitest';

/** Timers and `performance.now()` that stand still until they are told to go on; sockets work as ever. */
export interface ManualClock {
  now(): number;
  /** Lets `ms` go by one by one, with time for the sockets after each. Stops early once `until` holds. */
  advance(ms: number, until?: () => boolean): Promise<void>;
}

// A write reaches its reader in the same process in one turn of the event loop, and an answer to it in the next.
const TURNS = 4;

async function letSocketsWork(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/**
 * Replaces the clock for the running test; to be called before anything of the test is opened. What depends on time
 * alone can then be checked exactly, on a machine of any speed.
 */
export function useManualClock(): ManualClock {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return {
    now: () => performance.now(),
    advance: async (ms, until) => {
      for (let passed = 0; passed < ms && until?.() !== true; passed += 1) {
        vi.advanceTimersByTime(1);
        await letSocketsWork();
      }
    },
  };
}
