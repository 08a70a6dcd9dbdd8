import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { hang, wrapCommand, wrapText } from './wrap.js';

test.each([
  ['one two three', 7, ['one two', 'three']],
  ['abcdefghij k', 4, ['abcd', 'efgh', 'ij k']],
  ['see https://a.example/long/path now', 10, ['see', 'https://a.example/long/path', 'now']],
  ['', 10, []],
])('%j at %i columns', (text, columns, lines) => {
  expect(wrapText(text, columns)).toEqual(lines);
});

test.each([
  String.raw`faultline server --header 'X: it'\''s  two' --case a/b --url "http://h/a b"`,
  `faultline server --tool-args '{"text":"a  b","n":[1, 2]}' --seed 42 --strict --shard 1/2`,
])('a wrapped command means the same to a shell: %s', (command) => {
  const lines = wrapCommand(command, 34);
  expect(lines.length).toBeGreaterThan(1);
  const words = (text: string): string =>
    execFileSync('sh', [
      '-c',
      `show() { for word; do printf '<%s>' "$word"; done; }; ${text.replace(/^faultline/, 'show')}`,
    ]).toString();
  expect(words(lines.join('\n'))).toBe(words(command));
});

test('an option stays with its value', () => {
  expect(wrapCommand('faultline server --url http://h --case a/b', 30)).toEqual([
    String.raw`faultline server \ `.trim(),
    '  --url http://h --case a/b',
  ]);
});

test('lines hang below the first one', () => {
  expect(hang('a: ', ['b', 'c'])).toEqual(['a: b', '   c']);
});
