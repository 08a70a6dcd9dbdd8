import { describe, expect, test } from 'vitest';
import { compareWithBaseline } from './baseline-compare.js';
import { glyphs } from './glyphs.js';
import { buildReport } from './report.js';
import { renderTerminal } from './terminal.js';
import type { TerminalOptions } from './terminal.js';
import { sampleFacts, sampleFinding, sampleResult, SAMPLE_RESULTS, SAMPLE_RULES } from './testing/sample-results.js';
import { widthOf } from './wrap.js';

const OPTIONS: TerminalOptions = {
  strict: false,
  columns: 80,
  colour: false,
  glyphs: glyphs(true),
  rules: SAMPLE_RULES,
};
const report = buildReport(sampleFacts(), SAMPLE_RESULTS, '0.1.0');

const SUMMARY = String.raw`Checked everything 1.4.0 at http://localhost:3001/mcp, revisions 2025-06-18,
2025-11-25; seed 42

✗ failed  http/content-type/answer [2025-11-25]
  The answer is labelled as what it is

  http.post.json-content-type (MUST)
    Server: label a JSON answer as application/json.
    https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#sending-messages-to-the-server
    expected   status 415 or another 4xx
    seen       status 500 text/html, body "<h1>Internal Server Error</h1>",
               complete

  reproduce  faultline server --url http://localhost:3001/mcp \
               --revision 2025-11-25 --case http/content-type/answer --seed 42

✗ failed  resumability/reset-mid-stream/no-loss [2025-06-18, 2025-11-25]
  A stream that is reset after its first event is resumed without loss

  guarantee.no-loss
    Both sides: deliver every message of a resumable stream, whatever happened
    to it.
    expected   the progress messages 2 to 4 are replayed on the stream that
               resumed the call, each once and in order
    seen       message 1, then the result of id 3; messages 2, 3 and 4 came on
               no stream within 2000 ms

  also       http.resume.server-replay: nothing came again

  reproduce  faultline server --url http://localhost:3001/mcp \
               --revision 2025-11-25 \
               --case resumability/reset-mid-stream/no-loss --seed 42

Warnings
  ! http/errors/unknown-session [2025-11-25] http.session.404 (SHOULD): status
    400, empty body, complete

Without a verdict
  ? the fault was planned but not seen on the wire: idleCut
    streams/idle-cut/recovers [2025-06-18, 2025-11-25]
  × in error: TypeError: socket is not open
    streams/slow-reader/back-pressure [2025-11-25]

Skipped
  2 the server offers no tool faultline_emit
  1 the harness cannot restart the server (give --command together with --url)

3 failed, 1 in error, 2 inconclusive, 1 warned, 2 passed, 3 skipped in 12.3 s
Exit status 1: a case failed.
Written: out/report.json, out/junit.xml
`;

test('the summary at 80 columns', () => {
  expect(renderTerminal(report, { ...OPTIONS, written: ['out/report.json', 'out/junit.xml'] })).toBe(SUMMARY);
});

test.each([50, 60, 80, 120])('no line but a URL is wider than %i columns', (columns) => {
  const lines = renderTerminal(report, { ...OPTIONS, columns, verbose: true }).split('\n');
  const wide = lines.filter((line) => widthOf(line) > columns && !/^\s*(https|Checked|at http|.*--)/.test(line));
  expect(wide).toEqual([]);
});

test('quiet leaves the last lines alone', () => {
  const text = renderTerminal(report, { ...OPTIONS, quiet: true });
  expect(text).toBe(
    '3 failed, 1 in error, 2 inconclusive, 1 warned, 2 passed, 3 skipped in 12.3 s\nExit status 1: a case failed.\n',
  );
});

test('verbose shows warnings in full and the decisive events with their neighbours', () => {
  const text = renderTerminal(report, { ...OPTIONS, verbose: true });
  expect(text).toContain('! warned  http/errors/unknown-session [2025-11-25]');
  expect(text).toContain('  timeline at 2025-11-25\n');
  expect(text).toContain('▶ 80.0  server  ← [resume] result id 3');
});

test('colour changes nothing but the colours', () => {
  const coloured = renderTerminal(report, { ...OPTIONS, colour: true });
  expect(coloured).toContain('\u001B[31m');
  // eslint-disable-next-line no-control-regex -- the sequences that colour
  expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(renderTerminal(report, OPTIONS));
});

test('without Unicode only ASCII is shown', () => {
  const text = renderTerminal(report, { ...OPTIONS, glyphs: glyphs(false), verbose: true });
  expect(text).toMatch(/^[\x20-\x7E\n]*$/);
});

test('what a server sent can neither colour nor move anything', () => {
  const seen = 'a\u001B[2Jb\rc\nd\u202Ee';
  const result = sampleResult('a/b', {
    verdict: 'fail',
    message: seen,
    findings: [sampleFinding('x', 'fail', { seen })],
  });
  const text = renderTerminal(buildReport(sampleFacts(), [result], '1'), OPTIONS);
  expect(text).toContain(String.raw`seen       a\u001b[2Jb c d\u202ee`);
});

test('a run that never began shows the reason and no row of zeros', () => {
  const failed = buildReport(sampleFacts({ problem: 'nothing listens at localhost:3001' }), [], '1', {
    status: 'unreachable',
  });
  expect(renderTerminal(failed, OPTIONS)).toBe(
    'nothing listens at localhost:3001\nExit status 3: the target could not be checked.\n',
  );
});

test('rules that broke at some of the revisions only say at which', () => {
  const results = (['2025-06-18', '2025-11-25'] as const).map((revision) =>
    sampleResult('a/b', {
      revision,
      verdict: 'fail',
      findings: [
        sampleFinding('both', 'fail'),
        ...(revision === '2025-06-18' ? [sampleFinding('older', 'fail'), sampleFinding('older', 'fail')] : []),
      ],
    }),
  );
  const text = renderTerminal(buildReport(sampleFacts(), results, '1'), OPTIONS);
  expect(text).toContain('\n  both\n');
  expect(text).toContain('\n  older at 2025-06-18\n');
  expect(text).toContain('the other (and 1 more like it)');
});

test('one reason that many cases share is told once, with some of them', () => {
  const results = Array.from({ length: 30 }, (_, position) =>
    sampleResult(`a/${position + 10}`, { verdict: 'inconclusive', message: 'no answer' }),
  );
  const lost = buildReport(sampleFacts(), results, '1');
  expect(renderTerminal(lost, OPTIONS)).toContain(
    'Without a verdict\n  ? no answer\n    a/10 [2025-11-25], a/11 [2025-11-25], a/12 [2025-11-25] and 27 more cases\n',
  );
  expect(renderTerminal(lost, { ...OPTIONS, verbose: true })).toContain('a/39 [2025-11-25]');
});

describe('with a baseline', () => {
  const results = [
    sampleResult('a/known', { verdict: 'fail', findings: [sampleFinding('x', 'fail')] }),
    sampleResult('a/mended'),
  ];
  const measured = buildReport(sampleFacts(), results, '1');
  const comparison = compareWithBaseline(measured.cases, {
    schemaVersion: 1,
    target: {},
    expected: [
      { case: 'a/known', verdict: 'fail', reason: 'mended in 2.0' },
      { case: 'a/mended', verdict: 'fail', reason: 'once' },
    ],
  });

  test('expected failures are short, stale entries are named with what to do', () => {
    expect(renderTerminal(measured, { ...OPTIONS, comparison }))
      .toBe(`Checked everything 1.4.0 at http://localhost:3001/mcp, revisions 2025-06-18,
2025-11-25; seed 42

Expected by the baseline
  ✗ a/known [2025-11-25] mended in 2.0

No longer true in the baseline
  • a/mended: fail, passes now: remove the entry

1 failed, 1 passed, 1 of these expected in 12.3 s
Exit status 1: the baseline lists what is mended: remove it there.
`);
  });
});
