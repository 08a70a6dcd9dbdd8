/** What to add to `performance.now()`, which begins anew in each thread, for a time in ms that all threads agree on. */
const OFFSET_MS = Number(process.hrtime.bigint()) / 1_000_000 - performance.now();

/** A time of this thread, as `performance.now()`, on the clock that all threads share. */
export function toSharedMs(ownMs: number): number {
  return ownMs + OFFSET_MS;
}

/** A time on the clock that all threads share, as `performance.now()` of this thread. */
export function toOwnMs(sharedMs: number): number {
  return sharedMs - OFFSET_MS;
}
