import { messagesOfServer } from './attribution.js';
import type { Checker } from './checker.js';
import { describeMessage } from './describe.js';
import { checker } from './judge.js';

const RULE = 'lifecycle.server-no-early-requests';

/**
 * Before the notification in `label` was sent, the server sent no request but `ping` (basic/lifecycle, Initialization).
 * The answers on the exchanges `during` show that it was at work in that time.
 */
export function withholdsEarlyRequests(label: string, during: readonly string[]): Checker {
  return checker(`withholds-early-requests(${label})`, [RULE], (view, judge) => {
    const sentAt = view.exchange(label)?.request?.index ?? Number.POSITIVE_INFINITY;
    judge.saw(...during.map((name) => view.exchange(name)?.server.head));
    for (const record of messagesOfServer(view)) {
      if (record.message.kind !== 'request' || record.message.method === 'ping' || record.index > sentAt) continue;
      judge.breach(RULE, {
        expected: 'no request but ping before notifications/initialized',
        seen: `${describeMessage(record.message)} on ${record.exchange}`,
        events: [record],
      });
    }
  });
}
