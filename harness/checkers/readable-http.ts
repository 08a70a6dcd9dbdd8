import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'guarantee.framing-exact';

/**
 * Everything that the server sent on the connections of the named exchanges can be read as HTTP. Bytes behind a response
 * that announced fewer make the next one unreadable, which shows only there.
 */
export function sendsReadableHttp(labels: readonly string[]): Checker {
  return checker(`sends-readable-http(${labels.join(', ')})`, [RULE], (view, judge) => {
    for (const label of labels) {
      const server = view.exchange(label)?.server;
      judge.saw(server?.head, server?.end);
      const unreadable = server?.problems.find((problem) => problem.layer === 'http');
      if (unreadable === undefined) continue;
      const expected = `the answer to ${label} begins where the one before it ended`;
      judge.breach(RULE, { expected, seen: unreadable.message, events: [unreadable] });
    }
  });
}
