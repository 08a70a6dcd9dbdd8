import type { Checker } from '../checker.js';
import { checker } from '../judge.js';

const RETURNS = 'guarantee.resources-return';
/** How long a client may take to end after its input has (contracts: client adapter, "End"). */
const END_MS = 5000;

/** Once its standard input has ended, the process is gone within 5 s, whatever ran in it. */
export function endsWithInput(): Checker {
  return checker('ends-with-input', [RETURNS], (view, judge) => {
    const expected = `the process ends within ${END_MS / 1000} s of its input`;
    const closed = view.clients.find(({ what }) => what === 'stdin-closed');
    if (closed === undefined) {
      judge.inconclusive(RETURNS, expected, 'the input was not ended');
      return;
    }
    judge.saw(
      view.clients.findLast(({ what }) => what === 'answer'),
      closed,
    );
    const killed = view.clients.find(({ what, client }) => what === 'killed' && client === closed.client);
    const exit = view.clients.find(({ what, client }) => what === 'exit' && client === closed.client);
    const end = killed ?? exit;
    const tookMs = (end?.t ?? Infinity) - closed.t;
    if (tookMs <= END_MS + judge.lagMs) return;
    const seen = `it was still there after ${end === undefined ? 'the case' : `${Math.round(tookMs)} ms`}`;
    judge.breach(RETURNS, { expected, seen, events: [closed, end] });
  });
}
