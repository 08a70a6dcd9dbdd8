import { isObject } from '../../wire/jsonrpc.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import { checker } from '../judge.js';
import { describeEnd, operation } from './operations.js';
import type { OperationEnd } from './operations.js';

/** The text of a tool result of the form `{"text": ...}`, as an adapter hands it on. */
export function returnedText(end: OperationEnd): string | undefined {
  if (end.kind !== 'ok' || !Array.isArray(end.result['content'])) return undefined;
  const [first] = end.result['content'] as unknown[];
  const text = isObject(first) ? first['text'] : undefined;
  if (typeof text !== 'string') return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return isObject(value) && typeof value['text'] === 'string' ? value['text'] : undefined;
  } catch {
    return undefined;
  }
}

/** The call `label` hands exactly this text to its user; `how` says in which form the server answered. */
export function returnsText(label: string, text: string, rule: string, how: string): Checker {
  const expected = `${label} returns the text of the answer, ${how}`;
  return checker(`returns-text(${label})`, [rule], (view, judge) => {
    const one = operation(view, label);
    if (one === undefined || (one.end.kind === 'open' && !view.probes.some(({ name }) => name === label))) {
      judge.inconclusive(rule, expected, one === undefined ? 'it was never called' : 'it was not waited for');
      return;
    }
    judge.saw(one.answer);
    const returned = returnedText(one.end);
    if (returned === text) return;
    const seen = returned === undefined ? `it ${describeEnd(one.end)}` : `"${oneLine(returned, 60)}"`;
    judge.breach(rule, { expected, seen, events: [one.told, one.answer] });
  });
}
