import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { requestsInOrder } from './handshakes.js';

const RECOVERS = 'guarantee.recovers';

/**
 * A client that had a GET stream opens it again after the mark `end of the stream`. It need not, by the text, and is warned
 * of: what the server has to say from then on is lost. The script has waited for it.
 */
export function returnsToStream(): Checker {
  return checker('returns-to-stream', [RECOVERS], (view, judge) => {
    const ended = view.probes.find(({ what, name }) => what === 'mark' && name === 'end of the stream');
    const expected = 'the GET stream is opened again';
    if (ended === undefined) {
      judge.inconclusive(RECOVERS, expected, 'it had not been open');
      return;
    }
    const requests = requestsInOrder(view).filter(({ request }) => request.method === 'GET');
    const again = requests.find(({ request }) => request.index > ended.index);
    judge.saw(requests[0]?.request, again?.request);
    if (again === undefined)
      judge.breach(RECOVERS, { expected, seen: 'no further GET', events: [ended], severity: 'warn' });
  });
}
