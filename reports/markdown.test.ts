import { expect, test } from 'vitest';
import { markdownBlock, markdownCode, markdownText } from './markdown-text.js';
import { MARKDOWN_LIMIT_BYTES, renderMarkdown } from './markdown.js';
import { buildReport } from './report.js';
import { sampleFacts, sampleFinding, sampleResult, SAMPLE_RESULTS, SAMPLE_RULES } from './testing/sample-results.js';

const OPTIONS = { strict: false, rules: SAMPLE_RULES };
const text = renderMarkdown(buildReport(sampleFacts(), SAMPLE_RESULTS, '0.1.0'), OPTIONS);

test('begins with the verdict, the counts and a table by suite', () => {
  expect(text.split('\n').slice(0, 14)).toEqual([
    '## ❌ Faultline: a case failed',
    '',
    '**3 failed, 1 in error, 2 inconclusive, 1 warned, 2 passed, 3 skipped** in 12.3 s, exit status 1.',
    '',
    'Target: everything 1.4.0 at `http://localhost:3001/mcp`, 2025-06-18, 2025-11-25. Seed 42, version 0.1.0.',
    '',
    '| suite | failed | warned | inconclusive | in error | passed | skipped |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| http | 1 | 1 | 0 | 0 | 2 | 0 |',
    '| resumability | 2 | 0 | 0 | 0 | 0 | 0 |',
    '| sessions | 0 | 0 | 0 | 0 | 0 | 1 |',
    '| streams | 0 | 0 | 2 | 1 | 0 | 0 |',
    '| tools | 0 | 0 | 0 | 0 | 0 | 2 |',
    '',
  ]);
});

test('shows each failure with its rule, expected, seen, the command and the timeline', () => {
  expect(text).toContain('### http/content-type/answer\n\nThe answer is labelled as what it is (2025-11-25)\n');
  expect(text).toMatch(
    /\[`http\.post\.json-content-type`\]\(https:\/\/modelcontextprotocol\.io\/[^)]+\) \*\*MUST\*\*: Server: /,
  );
  expect(text).toContain(
    '- expected: status 415 or another 4xx\n- seen: status 500 text/html, body "&lt;h1&gt;Internal',
  );
  expect(text).toContain(
    '```sh\nfaultline server --url http://localhost:3001/mcp --revision 2025-11-25 --case http/content-type',
  );
  expect(text).toContain('<details><summary>Timeline at 2025-11-25</summary>');
});

test('stays within its limit and says what is missing', () => {
  const results = Array.from({ length: 2000 }, (_, position) =>
    sampleResult(`a/${position}`, {
      verdict: 'fail',
      message: 'x',
      findings: [sampleFinding('x', 'fail', { seen: 'ä'.repeat(1000) })],
    }),
  );
  const long = renderMarkdown(buildReport(sampleFacts(), results, '1'), OPTIONS);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(MARKDOWN_LIMIT_BYTES);
  expect(Buffer.byteLength(long)).toBeGreaterThan(MARKDOWN_LIMIT_BYTES - 10_000);
  expect(long).toMatch(/_\d+ sections left out for length\. The JSON report has everything\._\n$/);
});

test('what a server sent is shown and not obeyed', () => {
  expect(markdownText('<img src=x> [a](javascript:b) *c* | `d` @all https://e')).toBe(
    String.raw`&lt;img src=x&gt; \[a\](javascript:b) \*c\* \| \`d\` @&#8203;all https:&#8203;//e`,
  );
  expect(markdownCode('a ``b`` c')).toBe('```a ``b`` c```');
  expect(markdownCode('`')).toBe('`` ` ``');
  expect(markdownBlock(['```', 'x'])).toBe('````\n```\nx\n````');
});

test('nothing failed is green', () => {
  expect(renderMarkdown(buildReport(sampleFacts(), [sampleResult('a/b')], '1'), OPTIONS)).toMatch(
    /^## ✅ Faultline: nothing failed\n\n\*\*1 passed\*\*/,
  );
});
