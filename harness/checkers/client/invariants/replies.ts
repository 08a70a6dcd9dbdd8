import type { HistoryView } from '../../../history/view.js';
import type { RecordedMessage } from '../../attribution.js';
import { idKey, isResponse, messagesOfServer } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import { describeMessage } from '../../describe.js';
import { checker } from '../../judge.js';
import { messagesOfClient } from './messages.js';

const ECHO = 'jsonrpc.response.echo-id';
const ONCE = 'guarantee.no-duplicate';
const NO_RESPONSE = 'jsonrpc.notification.no-response';

function requestsOfServer(view: HistoryView): ReadonlyMap<string, RecordedMessage> {
  const requests = new Map<string, RecordedMessage>();
  for (const record of messagesOfServer(view)) {
    const { kind, id } = record.message;
    if (kind === 'request' && id !== null && id !== undefined) requests.set(idKey(id), record);
  }
  return requests;
}

/**
 * Each response of the client has the id of a request of the server, and there is one for each at most. The same
 * response may be posted again where the first delivery was lost. An error without an id answers what was unreadable.
 */
export function repliesRightly(): Checker {
  return checker('replies-rightly', [ECHO, ONCE, NO_RESPONSE], (view, judge) => {
    const asked = requestsOfServer(view);
    const replies = new Map<string, RecordedMessage>();
    judge.saw(messagesOfClient(view)[0]);
    for (const record of messagesOfClient(view).filter(isResponse)) {
      const { id } = record.message;
      if (id === null || id === undefined) continue;
      judge.saw(record);
      const key = idKey(id);
      const shown = `${describeMessage(record.message)} on ${record.exchange}`;
      if (!asked.has(key)) {
        const rule = asked.size === 0 ? NO_RESPONSE : ECHO;
        judge.breach(rule, { expected: 'a response answers a request of the server', seen: shown, events: [record] });
        continue;
      }
      const earlier = replies.get(key);
      replies.set(key, record);
      if (earlier === undefined || wasLost(view, earlier)) continue;
      const expected = 'each request of the server is answered once';
      judge.breach(ONCE, { expected, seen: `${shown} and on ${earlier.exchange}`, events: [earlier, record] });
    }
  });
}

function wasLost(view: HistoryView, record: RecordedMessage): boolean {
  const status = view.exchange(record.exchange)?.client.head?.status;
  return status === undefined || status >= 300;
}
