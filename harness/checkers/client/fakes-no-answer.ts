import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { operation } from './operations.js';
import { returnedText } from './returns-text.js';

const CORRELATE = 'jsonrpc.response.correlate-by-id';

/** Where the call `label` succeeds at all, it hands on its own text: that it may fail is for another checker. */
export function fakesNoAnswer(label: string, text: string): Checker {
  return checker(`fakes-no-answer(${label})`, [CORRELATE], (view, judge) => {
    const one = operation(view, label);
    judge.saw(one?.answer);
    if (one?.end.kind !== 'ok' || returnedText(one.end) === text) return;
    const expected = `${label} returns the text of its own answer, or fails`;
    judge.breach(CORRELATE, { expected, seen: 'it succeeded with something else', events: [one.told, one.answer] });
  });
}
