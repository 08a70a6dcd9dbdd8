import { expect, test } from 'vitest';
import { splitPointInside } from './split-point.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);

test('the middle', () => {
  expect(splitPointInside(bytes('data: 12\n\n'), 'middle')?.offset).toBe(5);
});

test.each([
  ['data: é\n\n', 7],
  ['data: a€\n\n', 8],
  ['data: 😀\n\n', 7],
])('inside of the first multi-byte character of %j', (event, offset) => {
  expect(splitPointInside(bytes(event), 'character')?.offset).toBe(offset);
});

test('an event of ASCII alone has no place inside of a character', () => {
  expect(splitPointInside(bytes('data: plain\n\n'), 'character')).toBeUndefined();
});

test('between the CR and the LF of the last line, not of the blank one', () => {
  const event = 'id: 1\r\ndata: x\r\n\r\n';
  expect(splitPointInside(bytes(event), 'line-end')?.offset).toBe(event.length - 3);
});

test('an event with bare line feeds is divided in front of that of its blank line', () => {
  const event = 'data: x\n\n';
  expect(splitPointInside(bytes(event), 'line-end')?.offset).toBe(event.length - 1);
});

test('an event with bare carriage returns has no line end of two bytes', () => {
  expect(splitPointInside(bytes('data: x\r\r'), 'line-end')).toBeUndefined();
});
