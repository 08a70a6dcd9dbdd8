import { expect, it } from 'vitest';
import { excerpt } from './excerpt.js';

it('makes one clean line', () => {
  expect(excerpt(' a\r\n\tb\u001b[31mc\u0000 \u009b ')).toBe('a b [31mc');
});

it('cuts what is long', () => {
  expect(excerpt('x'.repeat(500))).toBe(`${'x'.repeat(120)}...`);
});
