import type { Checker } from './checker.js';

/**
 * Leaves a checker out where its exchange was not made, because what it is about is optional. The case has to have
 * another checker that always judges something.
 */
export function whereSent(label: string, inner: Checker): Checker {
  const { name, rules } = inner;
  return {
    name,
    rules,
    check(view, context) {
      // The first event stands for the evidence that nothing had to be judged.
      if (view.exchange(label) === undefined) return { checker: name, rules, evidence: [0], findings: [] };
      return inner.check(view, context);
    },
  };
}
