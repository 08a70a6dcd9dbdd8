import { UsageError } from './usage-error.js';

/** Names that the command line knows and this version can't serve yet, as the user writes them. */
const UNAVAILABLE = new Set(['--stdio', '--transport http-sse', '--transport stdio', '--html']);

/** The error for a known name that this version does not serve. */
export function unavailable(name: string): UsageError {
  return new UsageError(`${name} is not available in this version`);
}

/** Whether the name is known and can't be served yet. */
export function isUnavailable(name: string): boolean {
  return UNAVAILABLE.has(name);
}
