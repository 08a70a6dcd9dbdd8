import { idKey, progressTokenOf } from '../../attribution.js';
import type { RecordedMessage } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import { oneLine } from '../../describe.js';
import { checker } from '../../judge.js';
import { hasSeveralClients } from '../handshakes.js';
import { messagesOfClient } from './messages.js';

const TYPE = 'progress.token-type';
const UNIQUE = 'progress.token-unique';

/** Progress tokens are strings or integers, and no two requests under way share one (basic/utilities/progress). */
export function marksProgressRightly(): Checker {
  return checker('marks-progress-rightly', [TYPE, UNIQUE], (view, judge) => {
    const used = new Map<string, RecordedMessage>();
    const messages = messagesOfClient(view);
    judge.saw(messages[0]);
    for (const record of messages) {
      const token = progressTokenOf(record);
      if (token === undefined || record.message.kind !== 'request') continue;
      judge.saw(record);
      if (typeof token !== 'string' && !Number.isInteger(token)) {
        const seen = `${oneLine(JSON.stringify(token), 40)} on ${record.exchange}`;
        judge.breach(TYPE, { expected: 'a progress token is a string or an integer', seen, events: [record] });
        continue;
      }
      const key = idKey(token as string | number);
      const earlier = used.get(key);
      used.set(key, record);
      const end = earlier && view.exchange(earlier.exchange)?.client.end;
      const isOver = end !== undefined && end.index < record.index;
      if (earlier === undefined || isOver || hasSeveralClients(view) || earlier.message.id === record.message.id)
        continue;
      const seen = `${oneLine(JSON.stringify(token), 40)} on ${earlier.exchange} and on ${record.exchange}`;
      judge.breach(UNIQUE, { expected: 'no two requests under way share a token', seen, events: [earlier, record] });
    }
  });
}
