import { callAfter } from '../../../link/embedded/delay.js';

/** Resolves after that time, or at once when `signal` is aborted. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const over = (): void => {
      cancel();
      signal.removeEventListener('abort', over);
      resolve();
    };
    const cancel = callAfter(ms, over);
    signal.addEventListener('abort', over);
  });
}
