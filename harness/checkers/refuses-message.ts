import type { Checker, Severity } from './checker.js';
import type { Answered, Miss } from './outcome.js';
import { gradesOutcome } from './outcome.js';

/** How a message that cannot be accepted is to be refused. */
export interface RefusalExpectation {
  readonly rule: string;
  /** The code that says what is wrong, and others that say it as well. */
  readonly codes: readonly number[];
  /** Weight of a result: the message was worked on. Default: that of the rule. */
  readonly onResult?: Severity | 'none';
  /** Weight of a 2xx without a response: the message was swallowed. Default: that of the rule. */
  readonly onSilence?: Severity | 'none';
  /** Weight of an error with another code and a 2xx status. Default: that of the rule. */
  readonly onOtherCode?: Severity;
}

const CLEAN = 'guarantee.clean-errors';
const SETTLES = 'guarantee.settles';

function missOf(severity: Severity | 'none' | undefined): Miss | undefined {
  if (severity === 'none') return undefined;
  return severity === undefined ? {} : { severity };
}

function grade(outcome: Answered, expectation: RefusalExpectation): Miss | undefined {
  switch (outcome.kind) {
    case 'result':
      return missOf(expectation.onResult);
    case 'accepted':
      return missOf(expectation.onSilence);
    case 'refused':
      // The status says who is to blame; no revision before 2026-07-28 insists on a body.
      return outcome.status < 500 ? { severity: 'warn' } : {};
    case 'error': {
      const isRight = expectation.codes.includes(Number(outcome.code));
      if (outcome.status >= 500) return isRight ? { rule: CLEAN } : {};
      if (isRight) return undefined;
      return outcome.status >= 400 ? { severity: 'warn' } : missOf(expectation.onOtherCode);
    }
  }
}

/**
 * The message in `label` is refused with a JSON-RPC error of one of the codes, under any status that does not blame the
 * server (ambiguity `status-for-jsonrpc-errors`). A 4xx that explains itself otherwise, or not at all, is a warning.
 */
export function refusesMessage(label: string, expectation: RefusalExpectation): Checker {
  return gradesOutcome(label, {
    rule: expectation.rule,
    expected: `is refused with error ${expectation.codes.join(' or ')}`,
    otherRules: [CLEAN],
    grade: (outcome) => grade(outcome, expectation),
  });
}

/**
 * The request in `label`, which a server may take or refuse, comes to an end that does not blame the server: a result,
 * an error, or a 4xx. A 2xx without a response leaves its caller waiting.
 */
export function survivesMessage(label: string, rule: string): Checker {
  return gradesOutcome(label, {
    rule,
    expected: 'is answered or refused',
    otherRules: [CLEAN, SETTLES],
    grade(outcome) {
      if (outcome.status >= 500) return { rule: CLEAN };
      return outcome.kind === 'accepted' ? { rule: SETTLES } : undefined;
    },
  });
}
