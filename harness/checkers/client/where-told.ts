import type { Checker } from '../checker.js';
import { operation } from './operations.js';

/**
 * Leaves a checker out where the client was not told to do the operation `label`, because an earlier one had already
 * shown what there was to see, or the client does not offer it. The case has to have another checker that always judges
 * something.
 */
export function whereTold(label: string, inner: Checker): Checker {
  const { name, rules } = inner;
  return {
    name,
    rules,
    check(view, context) {
      // The first event stands for the evidence that nothing had to be judged.
      if (operation(view, label) === undefined) return { checker: name, rules, evidence: [0], findings: [] };
      return inner.check(view, context);
    },
  };
}
