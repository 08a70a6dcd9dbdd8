import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { describeEnd, operation } from './operations.js';
import { returnedText } from './returns-text.js';

const SETTLES = 'guarantee.settles';
const SAYS = 'guarantee.error-says-something';

/** Words by which an error says that something was too large. */
const OF_SIZE = /size|large|big|exceed|maxim|too long|bytes|\b[KM]i?B\b|buffer|memory|capacity|chars|characters/i;
/** A share of the size below which a text was cut. */
const WHOLE = 0.99;

/**
 * The call `label`, whose answer is a text of about `sizeBytes`, returns all of it, or fails with an error from which
 * can be told that its size was the reason.
 */
export function deliversOrTells(label: string, sizeBytes: number): Checker {
  const expected = `${label} returns all of the text, or fails and says that it was too large`;
  return checker(`delivers-or-tells(${label})`, [SETTLES, SAYS], (view, judge) => {
    const one = operation(view, label);
    if (one === undefined || one.end.kind === 'open' || one.end.kind === 'gone') {
      const seen = one === undefined ? 'it was never called' : 'it was not answered';
      if (one === undefined) judge.inconclusive(SETTLES, expected, seen);
      else judge.breach(SETTLES, { expected, seen, events: [one.told] });
      return;
    }
    judge.saw(one.answer);
    if (one.end.kind === 'failed') {
      if (OF_SIZE.test(one.end.message)) return;
      judge.breach(SAYS, { expected, seen: `it ${describeEnd(one.end)}`, events: [one.told, one.answer] });
      return;
    }
    const length = returnedText(one.end)?.length ?? 0;
    if (length >= sizeBytes * WHOLE) return;
    judge.breach(SAYS, { expected, seen: `it returned ${length} characters`, events: [one.told, one.answer] });
  });
}
