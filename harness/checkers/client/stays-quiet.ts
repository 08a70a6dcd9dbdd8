import type { HistoryView } from '../../history/view.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { requestsInOrder } from './handshakes.js';
import { operation } from './operations.js';

const RETURNS = 'guarantee.resources-return';
/** What had been written before the answer may be read after it. */
const GRACE_MS = 100;

/** What a client may still say once it is closed: that it leaves, and that it gives a call up. */
function isFarewell(view: HistoryView, label: string): boolean {
  const exchange = view.exchange(label);
  if (exchange?.request?.method === 'DELETE') return true;
  return exchange?.sent.some(({ message }) => message.method === 'notifications/cancelled') === true;
}

/**
 * After the answer to the close `label` the client sends nothing that opens or asks for anything, up to the mark `quiet
 * is over`. DELETE and cancellations may still go out.
 */
export function staysQuiet(label: string): Checker {
  return checker(`stays-quiet(${label})`, [RETURNS], (view, judge) => {
    const expected = 'a closed client sends no more';
    const closed = operation(view, label)?.answer;
    const over = view.probes.find(({ what, name }) => what === 'mark' && name === 'quiet is over');
    if (closed === undefined || over === undefined) {
      judge.inconclusive(RETURNS, expected, 'the client was not closed');
      return;
    }
    judge.saw(closed);
    const late = requestsInOrder(view).filter(
      ({ request, label: exchange }) =>
        request.t > closed.t + GRACE_MS + judge.lagMs && request.index < over.index && !isFarewell(view, exchange),
    );
    if (late.length === 0) return;
    judge.breach(RETURNS, {
      expected,
      seen: `${late
        .map((one) => one.label)
        .slice(0, 5)
        .join(', ')} after it was closed`,
      events: [closed, ...late.map(({ request }) => request)],
    });
  });
}
