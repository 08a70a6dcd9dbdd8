import { expect, test } from 'vitest';
import { createMatcher, type Candidate } from './match.js';

const call: Candidate = { label: 'call', method: 'POST', rpcMethods: ['tools/call'] };
const stream: Candidate = { label: 'stream', method: 'GET', rpcMethods: [] };

test.each([
  [undefined, true],
  [{}, true],
  [{ exchange: 'call' }, true],
  [{ exchange: 'stream' }, false],
  [{ method: 'POST' }, true],
  [{ method: 'GET' }, false],
  [{ rpc: 'tools/call' }, true],
  [{ rpc: 'tools/list' }, false],
  [{ exchange: 'call', method: 'GET' }, false],
] as const)('%j', (on, expected) => {
  expect(createMatcher(on)(call)).toBe(expected);
});

test('a label that is used again is still the same label', () => {
  const matches = createMatcher({ exchange: 'call' });
  expect(matches({ ...call, label: 'call#2' })).toBe(true);
  expect(matches({ ...call, label: 'call#duplicate' })).toBe(false);
  expect(matches({ ...call, label: 'recall' })).toBe(false);
});

test('only what matches otherwise is counted for the nth', () => {
  const matches = createMatcher({ method: 'POST', nth: 2 });
  expect([call, stream, call, call].map((candidate) => matches(candidate))).toEqual([false, false, true, false]);
});

test('a batch matches by any of its methods', () => {
  expect(createMatcher({ rpc: 'ping' })({ ...call, rpcMethods: ['tools/call', 'ping'] })).toBe(true);
});
