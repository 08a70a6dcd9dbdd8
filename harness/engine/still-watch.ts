import { setMaxListeners } from 'node:events';
import type { TargetWatch } from './target-watch.js';

/** A watch over nothing: a client lives for a case, and that its process has ended is for the case to judge. */
export function stillWatch(): TargetWatch {
  const { signal: gone } = new AbortController();
  setMaxListeners(0, gone);
  return {
    follow: () => () => undefined,
    gone,
    death: undefined,
    look: () => Promise.resolve(undefined),
    settled: () => Promise.resolve(undefined),
    witness: () => () => undefined,
    duringRestart: (restart) => restart(),
  };
}
