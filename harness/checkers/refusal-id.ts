import { isObject } from '../wire/jsonrpc.js';
import type { Checker } from './checker.js';
import { describeMessage } from './describe.js';
import { checker } from './judge.js';

const RULE = 'jsonrpc.error.unreadable-id';

/**
 * An error that explains the refusal of input without an id has no id of its own. Null and absent are taken alike: the
 * specification and JSON-RPC disagree on them (ambiguity `error-id-null-vs-absent`).
 */
export function refusalHasNoId(labels: readonly string[]): Checker {
  return checker(`refusal-has-no-id(${labels.join(', ')})`, [RULE], (view, judge) => {
    for (const label of labels) {
      const server = view.exchange(label)?.server;
      judge.saw(server?.head);
      for (const record of server?.messages ?? []) {
        const { kind, value } = record.message;
        const id = isObject(value) ? value['id'] : undefined;
        if (kind !== 'error' || id === undefined || id === null) continue;
        const expected = `the error that refuses ${label} has no id`;
        judge.breach(RULE, { expected, seen: describeMessage(record.message), events: [record], severity: 'warn' });
      }
    }
  });
}
