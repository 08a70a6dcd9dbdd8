import { expect, test } from 'vitest';
import { editDistance, nearest, suggestion } from './nearest.js';

test.each([
  ['', '', 0],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['revison', 'revision', 1],
  ['sutie', 'suite', 1],
  ['abc', 'abc', 0],
])('%j and %j are %i apart', (left, right, distance) => {
  expect(editDistance(left, right)).toBe(distance);
  expect(editDistance(right, left)).toBe(distance);
});

test('the most similar value is found, whatever the case of its letters', () => {
  expect(nearest('--JSN', ['--strict', '--json', '--junit'])).toBe('--json');
});

test('the beginning of a path may be left out', () => {
  expect(nearest('reset/no-los', ['sessions/new', 'resumability/reset/no-loss', 'http/reset/refused'])).toBe(
    'resumability/reset/no-loss',
  );
});

test('without values there is nothing to suggest', () => {
  expect(nearest('a', [])).toBeUndefined();
  expect(suggestion('a', [])).toBe('');
  expect(suggestion('a', ['b'])).toBe('; did you mean b?');
});

test('an endless input takes no time', () => {
  const begunAt = performance.now();
  nearest('x'.repeat(1_000_000), ['a'.repeat(50)]);
  expect(performance.now() - begunAt).toBeLessThan(1_000);
});
