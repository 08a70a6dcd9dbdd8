import { headerValue } from '../wire/http-head.js';
import type { Checker } from './checker.js';
import { gradesOutcome } from './outcome.js';

/**
 * A request without version header is served. Where its session tells the version already, 400 passes too (ambiguity
 * `version-header-vs-session`); without a session there is nothing else to go by, and 2025-03-26 should be assumed
 * (transports, Protocol Version Header).
 */
export function servesWithoutVersionHeader(label: string): Checker {
  return gradesOutcome(label, {
    rule: 'http.version-header.default',
    expected: 'is served although it names no protocol version',
    grade(outcome, view) {
      if (outcome.kind === 'result') return undefined;
      const request = view.exchange(label)?.request;
      const hasSession = request !== undefined && headerValue(request.headers, 'mcp-session-id') !== undefined;
      return hasSession && outcome.status === 400 ? undefined : {};
    },
  });
}
