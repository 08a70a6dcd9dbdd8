import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from './events.js';
import { HistoryFormatError, readHistory, writeHistory } from './jsonl.js';
import { createRedactor } from './redact.js';

const EVENTS: HistoryEvent[] = [
  { index: 0, t: 0, kind: 'fault', fault: 'reset', status: 'planned' },
  { index: 1, t: 0.5, kind: 'connection', side: 'server', connection: 's1', what: 'open', from: 'link' },
  {
    index: 2,
    t: 1,
    kind: 'request',
    side: 'server',
    connection: 's1',
    exchange: 'call',
    method: 'POST',
    target: '/mcp',
    headers: [['Host', 'localhost']],
  },
  {
    index: 3,
    t: 1,
    kind: 'request-body',
    side: 'server',
    exchange: 'call',
    sizeBytes: 2,
    complete: true,
    text: 'line\nbreak',
  },
  {
    index: 5,
    t: 2,
    kind: 'response',
    side: 'server',
    connection: 's1',
    exchange: 'call',
    by: 'sut',
    status: 200,
    headers: [],
  },
  { index: 6, t: 2, kind: 'data', side: 'server', exchange: 'call', offset: 0, sizeBytes: 2 },
  {
    index: 7,
    t: 2,
    kind: 'sse',
    side: 'server',
    exchange: 'call',
    event: { kind: 'event', dispatched: true, data: 'x', startOffset: 0, endOffset: 9 },
  },
  { index: 8, t: 2, kind: 'comment', side: 'server', exchange: 'call', text: 'ping' },
  {
    index: 9,
    t: 2,
    kind: 'message',
    side: 'server',
    exchange: 'call',
    direction: 'to-client',
    carrier: 'sse',
    message: { kind: 'result', id: 1, problems: [], value: {} },
    batched: false,
  },
  { index: 10, t: 3, kind: 'response-body', side: 'server', exchange: 'call', sizeBytes: 0, text: '' },
  {
    index: 11,
    t: 3,
    kind: 'response-end',
    side: 'server',
    exchange: 'call',
    ending: 'complete',
    framing: 'chunked',
    sizeBytes: 9,
  },
  { index: 12, t: 3, kind: 'problem', side: 'server', layer: 'sse', code: 'bom', message: 'a mark', offset: 0 },
  { index: 13, t: 4, kind: 'probe', what: 'fact', name: 'x', value: { y: [1] } },
];

test('events of every kind come back as they were written, one a line', () => {
  const text = writeHistory(EVENTS, createRedactor([]));
  expect(text.split('\n')).toHaveLength(EVENTS.length + 1);
  expect(readHistory(text)).toEqual(EVENTS);
});

test('credentials are not written', () => {
  const [head] = EVENTS.filter((event) => event.kind === 'request');
  const secretive = { ...head!, headers: [['X-Api-Key', 'k-12345678']] } as HistoryEvent;
  expect(writeHistory([secretive], createRedactor(['k-12345678']))).not.toContain('12345678');
});

describe('a line that is wrong is named with the reason', () => {
  const good = JSON.stringify(EVENTS[0]);
  test.each([
    ['{', /^line 2: not JSON: /],
    ['[]', /^line 2: an event must be a JSON object, found array$/],
    ['{"index":1,"kind":"fault"}', /^line 2: "t" must be of type number, found undefined$/],
    ['{"index":1,"t":0,"kind":"gossip"}', /^line 2: unknown kind of event "gossip"$/],
    ['{"index":1,"t":0,"kind":"toString"}', /^line 2: unknown kind of event "toString"$/],
    [
      '{"index":0,"t":0,"kind":"probe","what":"mark","name":"x"}',
      /^line 2: "index" must be a whole number that rises$/,
    ],
    [
      '{"index":1,"t":0,"kind":"request","side":"server"}',
      /^line 2: "connection" must be of type string, found undefined$/,
    ],
    [
      '{"index":1,"t":0,"kind":"sse","side":"server","exchange":"a","event":null}',
      /^line 2: "event" must be of type object, found null$/,
    ],
  ])('%s', (line, message) => {
    const read = (): unknown => readHistory(`${good}\n${line}\n`);
    expect(read).toThrow(HistoryFormatError);
    expect(read).toThrow(message);
  });
});

test('empty lines are skipped and counted', () => {
  expect(() => readHistory(`\n\n${JSON.stringify(EVENTS[0])}\nx`)).toThrow(/^line 4: /);
});
