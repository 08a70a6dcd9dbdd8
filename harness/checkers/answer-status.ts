import type { Checker, Severity } from './checker.js';
import { checker } from './judge.js';
import { describeResponse } from './describe.js';

/** Which statuses an exchange may be answered with. */
export interface StatusExpectation {
  /** Statuses, or classes such as `2xx`, that keep the rule. */
  readonly allowed: readonly (number | '2xx' | '4xx' | '5xx')[];
  /** Statuses that deserve a warning only; the reason is the stance of an ambiguity or the catalogue of known defects. */
  readonly tolerated?: readonly (number | '2xx' | '4xx' | '5xx')[];
  /** Overrides the weight of the rule for every other status. */
  readonly severity?: Severity;
}

/** Whether `status` is one of `allowed`. */
export function statusIsOneOf(status: number, allowed: StatusExpectation['allowed']): boolean {
  return allowed.some((entry) =>
    typeof entry === 'number' ? entry === status : Number(entry[0]) === Math.floor(status / 100),
  );
}

/**
 * The exchange `label` is answered with an allowed status. No answer at all, while the link was healthy, is a breach
 * too: a client that waits for the status waits for ever.
 */
export function answersWithStatus(label: string, rule: string, expectation: StatusExpectation): Checker {
  const expected = `${label} is answered with ${expectation.allowed.join(' or ')}`;
  return checker(`answers-with-status(${label})`, [rule], (view, judge) => {
    const exchange = view.exchange(label);
    if (exchange?.request === undefined) {
      judge.inconclusive(rule, expected, 'the request was never sent');
      return;
    }
    const head = exchange.server.head;
    const severity = expectation.severity;
    if (head === undefined) {
      const seen = `no answer: ${describeResponse(exchange.server)}`;
      judge.breach(rule, {
        expected,
        seen,
        events: [exchange.request, exchange.server.end],
        ...(severity && { severity }),
      });
      return;
    }
    judge.saw(head);
    if (statusIsOneOf(head.status, expectation.allowed)) return;
    const tolerated = statusIsOneOf(head.status, expectation.tolerated ?? []);
    const weight = tolerated ? 'warn' : severity;
    judge.breach(rule, {
      expected,
      seen: describeResponse(exchange.server),
      events: [head],
      ...(weight && { severity: weight }),
    });
  });
}
