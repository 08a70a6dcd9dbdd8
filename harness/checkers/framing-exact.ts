import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'guarantee.framing-exact';

/**
 * Every response to the named exchanges ends as its head announced, and nothing on its connection is unreadable. An
 * exchange that a fault or the script itself ended is left out.
 */
export function framesExactly(labels: readonly string[]): Checker {
  return checker(`frames-exactly(${labels.join(', ')})`, [RULE], (view, judge) => {
    for (const label of labels) {
      const server = view.exchange(label)?.server;
      if (server?.head === undefined) continue;
      judge.saw(server.head, server.end);
      const expected = `the response to ${label} is exactly as long as its head says`;
      const unreadable = server.problems.find((problem) => problem.layer === 'http');
      if (unreadable !== undefined) {
        judge.breach(RULE, { expected, seen: unreadable.message, events: [server.head, unreadable] });
      } else if (server.end?.ending === 'fin' || server.end?.ending === 'rst') {
        judge.breach(RULE, { expected, seen: describeResponse(server), events: [server.head, server.end] });
      }
    }
  });
}
