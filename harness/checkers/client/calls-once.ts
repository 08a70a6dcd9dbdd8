import type { HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';
import { paramsOf } from '../attribution.js';
import type { RecordedMessage } from '../attribution.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';

const RULE = 'guarantee.at-most-once';

/** Name of the fact that tells how often the call of a key was executed. */
export function executionsFact(key: string): string {
  return `executions of ${key}`;
}

/** Every tool call with this `key` argument, or of the tool of this name, that the client sent. */
export function callsWithKey(view: HistoryView, key: string): RecordedMessage[] {
  return [...view.exchanges.values()].flatMap(({ sent }) =>
    sent.filter((record) => {
      const { name, arguments: given } = paramsOf(record);
      const isMeant = name === key || (isObject(given) && given['key'] === key);
      return record.message.method === 'tools/call' && isMeant;
    }),
  );
}

/**
 * The call with this key (or of the tool of this name), which its user asked for once, was executed once at most: counted by the server, as a fact of
 * the script. What was refused before it was executed (404 for a lost session, a redirect) may be sent again.
 */
export function callsOnce(key: string): Checker {
  return checker('calls-once', [RULE], (view, judge) => {
    const expected = 'a call that its user asked for once is executed once at most';
    const count = view.probes.find(({ what, name: fact }) => what === 'fact' && fact === executionsFact(key));
    if (typeof count?.value !== 'number') {
      judge.inconclusive(RULE, expected, 'the executions were not counted');
      return;
    }
    const sent = callsWithKey(view, key);
    judge.saw(...sent);
    if (count.value <= 1) return;
    judge.breach(RULE, {
      expected,
      seen: `it was sent ${sent.length} times and executed ${count.value} times`,
      events: sent,
    });
  });
}
