import { expect, test } from 'vitest';
import type { EventBody } from '../history/events.js';
import { answersWithOwnSecret, SECRET_FACT, secretsStayHome } from './secrets-stay-home.js';
import { historyOf, messageOf, requestOf, streamHeadOf } from './testing/history-of.js';

const SECRETS: readonly EventBody[] = ['first', 'second'].map((owner) => ({
  kind: 'probe',
  what: 'fact',
  name: SECRET_FACT,
  value: { owner, text: `secret of ${owner}` },
}));

function call(owner: string, answer: string): EventBody[] {
  const label = `${owner}/call`;
  const params = { name: 'faultline_echo', arguments: { text: `secret of ${owner}` } };
  return [
    requestOf(label),
    messageOf(label, 'to-server', { jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    streamHeadOf(label),
    messageOf(label, 'to-client', { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: answer }] } }),
  ];
}

function rules(events: readonly EventBody[]): string[] {
  const view = historyOf(...events.map((event, index) => [index, event] as const));
  const context = { revision: '2025-11-25', lagMs: 0 } as const;
  return [secretsStayHome(), answersWithOwnSecret('first/call'), answersWithOwnSecret('second/call')].flatMap(
    (checker) => checker.check(view, context).findings.map(({ severity }) => `${severity} ${checker.name}`),
  );
}

test('each session gets its own text', () => {
  expect(rules([...SECRETS, ...call('first', 'secret of first'), ...call('second', 'secret of second')])).toEqual([]);
});

test('a text that reaches the other session fails both the session that got it and the answer', () => {
  expect(rules([...SECRETS, ...call('first', 'secret of first'), ...call('second', 'secret of first')])).toEqual([
    'fail secrets-stay-home',
    'fail answers-with-own-secret(second/call)',
  ]);
});

test('an answer with some other text is not the own one', () => {
  expect(rules([...SECRETS, ...call('first', 'nothing'), ...call('second', 'secret of second')])).toEqual([
    'fail answers-with-own-secret(first/call)',
  ]);
});

test('without secrets there is nothing to judge', () => {
  expect(rules(call('first', 'secret of first')).every((finding) => finding.startsWith('inconclusive'))).toBe(true);
});
