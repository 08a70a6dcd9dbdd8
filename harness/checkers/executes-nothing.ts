import type { Checker } from './checker.js';
import { describeMessage } from './describe.js';
import { checker } from './judge.js';

/** None of the exchanges, which had to be refused, brings a result: a message in them was not worked on. */
export function executesNothing(labels: readonly string[], rule: string, severity?: 'warn' | 'note'): Checker {
  return checker(`executes-nothing(${labels.join(', ')})`, [rule], (view, judge) => {
    for (const label of labels) {
      const server = view.exchange(label)?.server;
      judge.saw(server?.head, server?.end);
      for (const record of server?.messages ?? []) {
        if (record.message.kind !== 'result') continue;
        const expected = `the message in ${label} is not worked on`;
        const seen = describeMessage(record.message);
        judge.breach(rule, { expected, seen, events: [record], ...(severity && { severity }) });
      }
    }
  });
}
