import type { Checker } from './checker.js';
import { copesWith } from './copes-with.js';
import type { Answered } from './outcome.js';
import { gradesOutcome } from './outcome.js';

const RULE = 'http.session.terminated-404';
const CLEAN = 'guarantee.clean-errors';

/** Whether a request was served although its session might have been lost: it brought a result, or was accepted. */
function isServed(outcome: Answered): boolean {
  return outcome.kind === 'result' || outcome.kind === 'accepted';
}

/**
 * The request `label`, under the id of a session that this process did not start, is answered with 404, or served by a
 * server that keeps its sessions elsewhere. For other refusals no text names a status, so they warn: clients start anew
 * on 404 alone (ambiguity `unknown-session-status`).
 */
export function servesOrForgets(label: string): Checker {
  return gradesOutcome(label, {
    rule: RULE,
    expected: 'is answered with 404, or served',
    otherRules: [CLEAN],
    grade: (outcome) => {
      if (outcome.status === 404 || isServed(outcome)) return undefined;
      return outcome.status >= 500 ? { rule: CLEAN } : { severity: 'warn' };
    },
  });
}

/** The same for a GET, a DELETE or a notification, where the status alone tells; 405 says that the method is not offered. */
export function acceptsOrForgets(label: string): Checker {
  return copesWith(label, { rule: RULE, allowed: [404, 405, '2xx'], severity: 'warn' });
}
