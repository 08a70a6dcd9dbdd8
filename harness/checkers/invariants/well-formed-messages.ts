import { messagesOfServer } from '../attribution.js';
import type { RecordedMessage } from '../attribution.js';
import type { Checker } from '../checker.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { HistoryView } from '../../history/view.js';
import { checker } from '../judge.js';
import { MESSAGE_RULES, messageFlaws } from './message-flaws.js';

/** A JSON body under an error status need not be a message: only one that says it is one is held to the rules. */
function claimsToBeMessage(view: HistoryView, record: RecordedMessage): boolean {
  const status = view.exchange(record.exchange)?.server.head?.status ?? 200;
  if (record.carrier === 'sse' || status < 400) return true;
  return isObject(record.message.value) && 'jsonrpc' in record.message.value;
}

/** Every message of the server is a valid JSON-RPC message of the protocol. */
export function sendsWellFormedMessages(): Checker {
  return checker('sends-well-formed-messages', MESSAGE_RULES, (view, judge) => {
    for (const record of messagesOfServer(view)) {
      if (!claimsToBeMessage(view, record)) continue;
      judge.saw(record);
      for (const { rule, expected, seen, severity } of messageFlaws(record.message.value, judge.revision)) {
        judge.breach(rule, {
          expected,
          seen: `${seen} on ${record.exchange}`,
          events: [record],
          ...(severity && { severity }),
        });
      }
    }
  });
}
