import type { HistoryView } from '../history/view.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'lifecycle.operate.respect-version';

/** Whether a result came for anything that was posted; undefined where there was no answer to judge by. */
function isExecuted(view: HistoryView, label: string): boolean | undefined {
  const server = view.exchange(label)?.server;
  if (server?.head === undefined) return undefined;
  return server.messages.some((record) => record.message.kind === 'result');
}

/**
 * Two posts of the same array, which only one revision knows, are treated alike: what happened between them did not
 * change the revision of the session. With `mayRefuse` the second may be refused for another reason, and a change is no
 * more than a warning: its header names that revision, and basic/transports, Protocol Version Header, has clients send
 * the header for the server "to respond based on" it.
 */
export function executesAlike(first: string, second: string, mayRefuse: boolean): Checker {
  return checker(`executes-alike(${first}, ${second})`, [RULE], (view, judge) => {
    const before = isExecuted(view, first);
    const after = isExecuted(view, second);
    const expected = `the session keeps its revision: ${second} is treated as ${first} was`;
    const server = view.exchange(second)?.server;
    if (before === undefined || after === undefined || server === undefined) {
      judge.inconclusive(RULE, expected, 'one of them was not answered');
      return;
    }
    judge.saw(server.head);
    if (before === after || (mayRefuse && !after)) return;
    const was = before ? 'executed' : 'refused';
    judge.breach(RULE, {
      expected,
      seen: `${first} was ${was}, ${second}: ${describeResponse(server)}`,
      events: [view.exchange(first)?.server.head, server.head],
      ...(mayRefuse && { severity: 'warn' as const }),
    });
  });
}
