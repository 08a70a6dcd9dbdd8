const TICK_MS = 20;
const STALLS_KEPT = 1000;

/** Measures how long the harness's own event loop was held up, so that no time bound blames the target for it. */
export interface LagMeter {
  /** The longest hold-up, in ms, that ended after `mark`; one that is still going on counts. */
  since(mark: number): number;
  mark(): number;
  stop(): void;
}

interface Stall {
  readonly at: number;
  readonly lagMs: number;
}

/** One meter serves all cases of a thread. */
export function startLagMeter(): LagMeter {
  const stalls: Stall[] = [];
  let last = performance.now();
  const lagAt = (now: number): number => now - last - TICK_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    const lagMs = lagAt(now);
    last = now;
    if (lagMs < TICK_MS) return;
    stalls.push({ at: now, lagMs });
    if (stalls.length <= STALLS_KEPT) return;
    // Rather too long than forgotten: the oldest two become one that has the worse of both.
    const [first, second] = stalls.splice(0, 2) as [Stall, Stall];
    stalls.unshift({ at: second.at, lagMs: Math.max(first.lagMs, second.lagMs) });
  }, TICK_MS);
  timer.unref();
  return {
    mark: () => performance.now(),
    since(mark) {
      // After a hold-up other timers may be served before that of the meter.
      const current = lagAt(performance.now());
      const before = stalls.filter(({ at }) => at > mark).map(({ lagMs }) => lagMs);
      return Math.max(current < TICK_MS ? 0 : current, ...before, 0);
    },
    stop: () => clearInterval(timer),
  };
}
