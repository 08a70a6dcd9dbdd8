import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { operation } from './operations.js';

const RULE = 'guarantee.error-says-something';

/**
 * Where the operation `label` fails with a code, it is that of the server, its status, or a negative one of the client:
 * codes that JSON-RPC reserves are negative, and one without its sign equals nothing that a caller compares it with. The
 * client is free to choose codes of its own, so that it is a warning.
 */
export function tellsCode(
  label: string,
  { code, status }: { readonly code?: number; readonly status: number },
): Checker {
  return checker(`tells-code(${label})`, [RULE], (view, judge) => {
    const one = operation(view, label);
    judge.saw(one?.answer);
    if (one?.end.kind !== 'failed' || one.end.code === undefined) return;
    const told = one.end.code;
    if (told === code || told === status || told <= 0 || told < 1000) return;
    judge.breach(RULE, {
      expected: `the code of the error is ${code === undefined ? '' : `${code}, `}${status} or a negative one`,
      seen: `it is ${told}`,
      events: [one.told, one.answer],
      severity: 'warn',
    });
  });
}
