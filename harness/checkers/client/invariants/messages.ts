import type { HistoryView } from '../../../history/view.js';
import type { RecordedMessage } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import { oneLine } from '../../describe.js';
import { MESSAGE_RULES, messageFlaws } from '../../invariants/message-flaws.js';
import { META_RULES, metaKeyFlaws, metaKeysIn } from '../../invariants/meta-keys.js';
import { checker } from '../../judge.js';
import { requestsInOrder } from '../handshakes.js';

/** Messages that the client posted, in order. */
export function messagesOfClient(view: HistoryView): RecordedMessage[] {
  return requestsInOrder(view).flatMap(({ sent }) => sent);
}

/** Every message of the client is a valid JSON-RPC message of the protocol. */
export function postsWellFormedMessages(): Checker {
  return checker('posts-well-formed-messages', MESSAGE_RULES, (view, judge) => {
    for (const record of messagesOfClient(view)) {
      judge.saw(record);
      for (const { rule, expected, seen, severity } of messageFlaws(record.message.value, judge.revision)) {
        const where = `${seen} on ${record.exchange}`;
        judge.breach(rule, { expected, seen: where, events: [record], ...(severity && { severity }) });
      }
    }
  });
}

/** Every metadata key that the client sends follows the rules for their names (basic, _meta; from 2025-06-18). */
export function postsRightMetaKeys(): Checker {
  return checker('posts-right-meta-keys', META_RULES, (view, judge) => {
    for (const record of messagesOfClient(view)) {
      judge.saw(record);
      for (const key of metaKeysIn(record.message.value)) {
        for (const { rule, expected } of metaKeyFlaws(key, judge.revision)) {
          judge.breach(rule, { expected, seen: `key "${oneLine(key, 80)}" on ${record.exchange}`, events: [record] });
        }
      }
    }
  });
}
