/**
 * Calls `run` once, no earlier than `delayMs` from now. A plain timer can be early by as long as the current turn of
 * the event loop has lasted, because it counts from the time at which the turn began.
 * @returns a function that cancels it
 */
export function callAfter(delayMs: number, run: () => void): () => void {
  const dueAt = performance.now() + delayMs;
  let timer: NodeJS.Timeout;
  const check = (): void => {
    const missingMs = dueAt - performance.now();
    if (missingMs <= 0) run();
    else timer = setTimeout(check, Math.ceil(missingMs));
  };
  timer = setTimeout(check, Math.ceil(delayMs));
  return () => {
    clearTimeout(timer);
  };
}
