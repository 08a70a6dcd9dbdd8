import type { ExchangeEnding } from './probe.js';

/** How far an exchange came before it failed. */
export interface ExchangeProgress {
  readonly headReceived: boolean;
}

/** The probe was closed while the script still went on. */
const CLOSED_CODES = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED']);
const RESET_CODES = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
const REFUSED_CODES = new Set([
  'ECONNREFUSED',
  'EADDRNOTAVAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * The class of a failure that undici reported. Only the class can be relied on: the same bytes on the wire give
 * different error codes, depending on the response's `Connection` header and on how reads happen to fall together.
 */
export function endingOf(error: Error, progress: ExchangeProgress): ExchangeEnding {
  const code = codeOf(error);
  if (CLOSED_CODES.has(code)) return 'aborted';
  if (REFUSED_CODES.has(code)) return 'refused';
  if (RESET_CODES.has(code)) return 'reset';
  if (code === 'UND_ERR_SOCKET') return /bad (response|upgrade)/.test(error.message) ? 'protocol-error' : 'truncated';
  // The parser was still inside of a message when the connection ended; its error has had no code in some versions.
  if (/invalid eof state/i.test(error.message)) return 'truncated';
  // Before the head the same code means that two lengths contradict each other.
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && progress.headReceived) return 'truncated';
  return 'protocol-error';
}

/** Errors of undici that say that the request itself is none: a mistake of the caller, nothing the far end did. */
export function isUnsendable(error: Error): boolean {
  return ['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'].includes(
    codeOf(error),
  );
}
