const TICK_MS = 20;

/** Measures how long the harness's own event loop was held up, so that no time bound blames the target for it. */
export interface LagMeter {
  /** The longest hold-up, in ms, since `mark`. */
  since(mark: number): number;
  mark(): number;
  stop(): void;
}

/** One meter serves all cases of a thread. Hold-ups are kept with their time, the newest thousand. */
export function startLagMeter(): LagMeter {
  const stalls: { at: number; lagMs: number }[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const lagMs = now - last - TICK_MS;
    last = now;
    if (lagMs < TICK_MS) return;
    stalls.push({ at: now, lagMs });
    if (stalls.length > 1000) stalls.shift();
  }, TICK_MS);
  timer.unref();
  return {
    mark: () => performance.now(),
    since: (mark) => stalls.reduce((most, stall) => (stall.at >= mark && stall.lagMs > most ? stall.lagMs : most), 0),
    stop: () => clearInterval(timer),
  };
}
