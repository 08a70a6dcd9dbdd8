import { expect, test } from 'vitest';
import { loadAllCases } from '../engine/registry.js';
import { KNOWN_DEFECTS } from '../spec/known-defects/index.js';
import { defectLines, defectRecords, defectText } from './defect-list.js';

const cases = await loadAllCases();

test('a known defect is told with where it was seen', () => {
  expect(defectText('B159')).toBe('B159 leehack/mcp_dart#126: server, Streamable HTTP 2025-11-25');
});

test('every known defect is listed once, with the cases that name it', () => {
  const records = defectRecords(cases);
  expect(records.map(({ id }) => id)).toEqual([...KNOWN_DEFECTS.keys()]);
  expect(records.find(({ id }) => id === 'B159')?.cases).toContain('resumability/foreign-cursors/crosswise');
});

test('the list for a reader fits the terminal and tells those without a case apart', () => {
  const lines = defectLines(cases, 80);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.filter((line) => /^\d+ known defects? with/.test(line))).toHaveLength(2);
});
