import { expect, test } from 'vitest';
import { glyphs } from './glyphs.js';
import { buildReport } from './report.js';
import { renderTimeline } from './timeline.js';
import { CUT_STREAM, sampleEvents, sampleFacts, sampleFinding, sampleResult } from './testing/sample-results.js';

function timeline(
  events: Parameters<typeof sampleEvents>[0],
  cited: number[],
  columns = 80,
  around?: number,
): string[] {
  const findings = [sampleFinding('x', 'fail', { events: cited })];
  const result = sampleResult('a/b', { verdict: 'fail', findings, events: sampleEvents(events) });
  const [entry] = buildReport(sampleFacts(), [result], '1').cases;
  return renderTimeline(entry!, { columns, glyphs: glyphs(true), ...(around === undefined ? {} : { around }) });
}

test('one line an event: time, who, what; decisive ones are marked', () => {
  expect(timeline(CUT_STREAM, [8])).toEqual([
    '   0.0  link      fault reset planned',
    '  10.0  link      connection open (s1)',
    '  20.0  client  → [call] POST /mcp session 3f1c9f52***',
    '  30.0  server  ← [call] 200 text/event-stream',
    '  40.0  server  ← [call] notification notifications/progress',
    '  50.0  link      [call] fault reset fired after event 1',
    '  60.0  link      RST (c1)',
    '  70.0  client  → [resume] GET /mcp Last-Event-ID "a-1"',
    '▶ 80.0  server  ← [resume] result id 3',
    '  90.0  harness   waited 2000 ms in vain for message 2 of call',
  ]);
});

test('can be narrowed to what decides and its neighbours', () => {
  expect(timeline(CUT_STREAM, [8], 80, 1).map((line) => line.slice(0, 7))).toEqual(['  70.0 ', '▶ 80.0 ', '  90.0 ']);
});

test('what the other side saw alike is left out, unless it decides', () => {
  const twice = (['server', 'client'] as const).map(
    (side) => ({ kind: 'comment', side, exchange: 'x', text: 'ping' }) as const,
  );
  expect(timeline(twice, [])).toHaveLength(1);
  expect(timeline(twice, [1])).toHaveLength(2);
});

test('long lines are wrapped below where they began', () => {
  const [first, second] = timeline(
    [{ kind: 'problem', side: 'server', layer: 'sse', code: 'bad-retry', message: 'a '.repeat(40), offset: 0 }],
    [],
    60,
  );
  expect(first).toMatch(/^ {3}0\.0 {2}server {2}← bad-retry: a a/);
  expect(second).toMatch(/^ {18}a a/);
});

test('every kind of event has its words', () => {
  const lines = timeline(
    [
      { kind: 'request-body', side: 'server', exchange: 'x', sizeBytes: 3, complete: false, text: 'abc' },
      {
        kind: 'sse',
        side: 'server',
        exchange: 'x',
        event: { kind: 'event', dispatched: true, id: '7', data: 'hello', startOffset: 0, endOffset: 1 },
      },
      { kind: 'response-body', side: 'server', exchange: 'x', sizeBytes: 2, text: '{}' },
      { kind: 'response-end', side: 'server', exchange: 'x', ending: 'rst', framing: 'chunked', sizeBytes: 12 },
      { kind: 'probe', what: 'fact', name: 'ending', value: { a: 1 } },
      { kind: 'probe', what: 'mark', name: 'healed' },
    ],
    [],
  );
  expect(lines.map((line) => line.slice(18))).toEqual([
    '[x] body of 3 bytes, incomplete text "abc"',
    '[x] SSE event id "7" data "hello"',
    '[x] body of 2 bytes text "{}"',
    '[x] response cut short by RST after 12 bytes',
    'ending = {"a":1}',
    'mark: healed',
  ]);
});
