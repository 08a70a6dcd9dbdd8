import { expect, test } from 'vitest';
import type { EventBody } from '../history/events.js';
import { answersBatch } from './batch-answers.js';
import { historyOf, messageOf, requestOf } from './testing/history-of.js';

const RULE = 'jsonrpc.batch.invalid-members';
const GOOD = { jsonrpc: '2.0', id: 'good', result: {} };
const INVALID = { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'invalid request' } };
const PARSE_ERROR = { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'parse error' } };

function findings(status: number, answers: readonly unknown[], invalid: number): string[] {
  const head: EventBody = {
    kind: 'response',
    side: 'server',
    connection: 'connection-1',
    exchange: 'x',
    by: 'sut',
    status,
    headers: [],
  };
  const bodies = [requestOf('x'), head, ...answers.map((answer) => messageOf('x', 'to-client', answer))];
  const view = historyOf(...bodies.map((body, index) => [index, body] as const));
  const result = answersBatch('x', { rule: RULE, results: ['good'], invalid }).check(view, {
    revision: '2025-03-26',
    lagMs: 0,
  });
  return result.findings.map(({ severity, rule }) => `${severity} ${rule}`);
}

test('takes a result for each request and an error for each malformed member', () => {
  expect(findings(200, [GOOD, INVALID], 1)).toEqual([]);
});

test('fails a batch that is served with a member left out', () => {
  expect(findings(200, [GOOD], 1)).toEqual([`fail ${RULE}`]);
});

test('warns where a malformed member made the server refuse the whole batch', () => {
  expect(findings(400, [PARSE_ERROR], 1)).toEqual([`warn ${RULE}`]);
});

test('fails the refusal of a batch without malformed members', () => {
  expect(findings(400, [PARSE_ERROR], 0)).toEqual([`fail ${RULE}`]);
});
