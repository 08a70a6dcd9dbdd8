import { afterEach } from 'vitest';

/** Returns a function by which a test says what to do at its end, whatever became of it. */
export function cleanUpAfterEach(): (...undo: (() => unknown)[]) => void {
  const pending: (() => unknown)[] = [];
  afterEach(async () => {
    await Promise.all(pending.splice(0).map((undo) => undo()));
  });
  return (...undo) => void pending.push(...undo);
}
