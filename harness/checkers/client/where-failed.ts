import type { Checker } from '../checker.js';
import { operation } from './operations.js';

/**
 * Leaves a checker out where the operation `label` has succeeded, because the client was free to try again and did. The
 * case has to have another checker that judges whether it has ended.
 */
export function whereFailed(label: string, inner: Checker): Checker {
  const { name, rules } = inner;
  return {
    name,
    rules,
    check(view, context) {
      const one = operation(view, label);
      if (one?.end.kind !== 'ok') return inner.check(view, context);
      // The answer is what had to be judged: there is no error in it.
      return { checker: name, rules, evidence: one.answer === undefined ? [] : [one.answer.index], findings: [] };
    },
  };
}
