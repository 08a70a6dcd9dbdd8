import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROWS } from './rows.js';
import { equalityTable } from './table.js';

/** Without the padding that a formatter puts around cells. */
function plain(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
}

test('the documentation shows the table that is asserted', () => {
  const document = readFileSync(new URL('../../../docs/link-backends.md', import.meta.url), 'utf8');
  expect(plain(document)).toContain(plain(equalityTable(ROWS)));
});

test('rows have names of their own', () => {
  expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
});
