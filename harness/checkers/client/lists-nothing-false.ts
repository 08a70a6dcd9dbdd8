import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { describeEnd, operation } from './operations.js';
import type { OperationView } from './operations.js';

const TRUE_STATE = 'guarantee.true-state';

function toolsOf(one: OperationView | undefined): number | undefined {
  if (one?.end.kind !== 'ok') return undefined;
  const { tools } = one.end.result;
  return Array.isArray(tools) ? tools.length : 0;
}

/**
 * The listing `label`, which no server could answer, does not succeed without tools where the one before it, `earlier`,
 * had some. That it ends is for other cases.
 */
export function listsNothingFalse(label: string, earlier: string): Checker {
  return checker(`lists-nothing-false(${label})`, [TRUE_STATE], (view, judge) => {
    const expected = `${label} fails, or gives the tools that there were`;
    const before = operation(view, earlier);
    if ((toolsOf(before) ?? 0) === 0) {
      const seen = before === undefined ? 'nothing was listed before' : `${earlier} ${describeEnd(before.end)}`;
      judge.inconclusive(TRUE_STATE, expected, `${seen}, without tools`);
      return;
    }
    const one = operation(view, label);
    judge.saw(before?.answer, one?.answer);
    if (toolsOf(one) !== 0) return;
    judge.breach(TRUE_STATE, {
      expected,
      seen: 'it succeeded with no tools',
      events: [before?.answer, one?.told, one?.answer],
    });
  });
}
