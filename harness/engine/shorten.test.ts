import { describe, expect, test } from 'vitest';
import { TEXT_LIMIT_BYTES } from '../history/events.js';
import { shorten } from './shorten.js';

describe('shortened data', () => {
  test.each([[null], [true], [17], ['text'], [[1, 'two', [null]]], [{ a: { b: [1] }, c: 'd' }]])(
    'is equal to data in bounds: %j',
    (value) => {
      expect(shorten(value).value).toEqual(value);
    },
  );

  test('ends long texts and lists in an ellipsis', () => {
    expect(shorten({ text: 'x'.repeat(TEXT_LIMIT_BYTES + 1) }).value).toEqual({
      text: `${'x'.repeat(TEXT_LIMIT_BYTES)}…`,
    });
    expect((shorten(Array.from({ length: 10_000 }, (_, index) => index)).value as unknown[]).at(-1)).toBe('…');
  });

  test('survives nesting that no stack would', () => {
    let deep: unknown = 'bottom';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(JSON.stringify(shorten(deep).value)).toMatch(/^\[+"…"\]+$/);
  });

  test('tells about how much it holds', () => {
    expect(shorten('x'.repeat(1000)).size).toBe(1000);
    expect(shorten([['x'.repeat(1000)], { key: 'x'.repeat(1000) }]).size).toBeGreaterThan(2000);
  });
});
