import { describe, expect, test } from 'vitest';
import { renderJson } from './json.js';
import { readReport, ReportFormatError } from './read-report.js';
import { buildReport } from './report.js';
import { sampleFacts, SAMPLE_RESULTS } from './testing/sample-results.js';

const report = buildReport(sampleFacts(), SAMPLE_RESULTS, '0.1.0');
const text = renderJson(report);

test('a written report is read as it was', () => {
  expect(readReport(text)).toEqual(report);
  expect(text.endsWith('}\n')).toBe(true);
});

test('a report without cases is complete JSON', () => {
  const empty = buildReport(sampleFacts({ problem: 'refused' }), [], '0.1.0', { status: 'unreachable' });
  expect(readReport(renderJson(empty))).toEqual(empty);
});

test('an event is one line', () => {
  const lines = text.split('\n').filter((line) => line.includes('"actor"'));
  expect(lines).toHaveLength(report.cases.flatMap(({ events }) => events).length);
});

test('fields of a later version are kept', () => {
  const extended = JSON.stringify({ ...report, mood: 'good' });
  expect(readReport(extended)).toMatchObject({ mood: 'good' });
});

test('what an earlier writer need not have is filled in', () => {
  const earlier = JSON.stringify(report, (name, value: unknown) =>
    name === 'status' || name === 'findings' ? undefined : value,
  );
  const read = readReport(earlier);
  expect(read.status).toBe('finished');
  expect(read.cases[0]!.findings).toEqual([]);
});

describe('anything wrong is told in one line that names the field', () => {
  const [first, ...others] = report.cases;
  test.each([
    ['{', /^not JSON: /],
    ['[]', /expected object/],
    [JSON.stringify({ ...report, schemaVersion: 2 }), /^schemaVersion: .*expected 1/],
    [JSON.stringify({ ...report, seed: '1' }), /^seed: .*expected number/],
    [JSON.stringify({ ...report, cases: [{ ...first, verdict: 'maybe' }] }), /^cases\[0\]\.verdict: .*"pass"/],
    [JSON.stringify({ ...report, cases: [...others, { ...first, events: [{}] }] }), /^cases\[11\]\.events\[0\]\.t: /],
    [JSON.stringify({ ...report, requirements: { 'a.b': 'good' } }), /^requirements\.a\.b: /],
    [
      JSON.stringify({ ...report, cases: [first, first] }),
      /^cases: http\/content-type\/answer at 2025-11-25 occurs twice$/,
    ],
  ])('%#', (wrong, message) => {
    let caught: unknown;
    try {
      readReport(wrong);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ReportFormatError);
    expect((caught as Error).message).toMatch(message);
    expect((caught as Error).message).not.toContain('\n');
  });
});
