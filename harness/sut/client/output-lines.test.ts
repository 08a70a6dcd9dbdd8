import { expect, test } from 'vitest';
import { OutputLines } from './output-lines.js';

function linesOf(text: string, size: number, limitBytes = 1_000): (string | number | undefined)[] {
  const lines = new OutputLines(limitBytes);
  const bytes = Buffer.from(text);
  const read: (string | number | undefined)[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    for (const line of lines.push(bytes.subarray(at, at + size))) read.push(line.text ?? line.sizeBytes);
  }
  const rest = lines.rest();
  return rest === undefined ? read : [...read, rest.text ?? rest.sizeBytes];
}

test.each([1, 2, 3, 7, 100])('lines are the same however they are cut: %i bytes at a time', (size) => {
  expect(linesOf('one\ntwo ü €\r\n\nrest', size)).toEqual(['one', 'two ü €', '', 'rest']);
  expect(linesOf(`${'x'.repeat(11)}\nten chars!\n`, size, 10)).toEqual([11, 'ten chars!']);
});

test('of a line that is too long only its beginning is kept', () => {
  const lines = new OutputLines(1_000);
  for (let part = 0; part < 100; part += 1) expect([...lines.push(Buffer.alloc(1_000, 'x'))]).toEqual([]);
  expect([...lines.push(Buffer.from('\nnext\n'))]).toEqual([
    { text: undefined, head: 'x'.repeat(200), sizeBytes: 100_000 },
    { text: 'next', head: 'next', sizeBytes: 4 },
  ]);
});
