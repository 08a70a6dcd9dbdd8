import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { describeEnd, operation } from './operations.js';

const RULE = 'guarantee.error-says-something';

/** What a server said of a failure. */
export interface Cause {
  readonly text: string;
  readonly code?: number;
  readonly status?: number;
  /** The words that HTTP has for the status. */
  readonly phrase?: string;
}

/** Whether a message names a status: by its number, or by the words that HTTP has for it. */
function namesStatus(message: string, { status, phrase }: Cause): boolean {
  return (
    (status !== undefined && message.includes(String(status))) || (phrase !== undefined && message.includes(phrase))
  );
}

/**
 * The operation fails with an error from which its cause can be told: the text, the code or the status that the server
 * gave, in the message or beside it. Any one of them is enough.
 */
export function keepsCause(label: string, cause: Cause): Checker {
  const { text, code, status } = cause;
  const words = [
    `"${text}"`,
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(status === undefined ? [] : [`status ${status}`]),
  ];
  const expected = `${label} fails with an error that says ${words.join(' or ')}`;
  return checker(`keeps-cause(${label})`, [RULE], (view, judge) => {
    const one = operation(view, label);
    if (one === undefined || one.end.kind === 'open' || one.end.kind === 'gone') {
      judge.inconclusive(RULE, expected, one === undefined ? 'it was never called' : 'it was not answered');
      return;
    }
    judge.saw(one.answer);
    const { end } = one;
    const isTold =
      end.kind === 'failed' &&
      (end.message.includes(text) ||
        (code !== undefined && (end.code === code || end.message.includes(String(code)))) ||
        (status !== undefined && end.status === status) ||
        namesStatus(end.message, cause));
    if (isTold) return;
    judge.breach(RULE, { expected, seen: `it ${describeEnd(end)}`, events: [one.told, one.answer] });
  });
}
