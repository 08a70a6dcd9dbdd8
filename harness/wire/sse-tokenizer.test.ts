import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from './bytes.js';
import { SseTokenizer, type SseEvent, type SseProblem, type SseToken } from './sse-tokenizer.js';

type Mode = 'strict' | 'lenient';

function tokenize(parts: readonly (string | Uint8Array)[], mode: Mode = 'strict'): SseToken[] {
  const tokenizer = new SseTokenizer({ mode });
  const pushed = parts.flatMap((part) => tokenizer.push(typeof part === 'string' ? utf8(part) : part));
  return [...pushed, ...tokenizer.end()];
}

function events(parts: readonly (string | Uint8Array)[], mode: Mode = 'strict'): SseEvent[] {
  return tokenize(parts, mode).filter((token) => token.kind === 'event');
}

function problems(parts: readonly (string | Uint8Array)[]): [SseProblem['code'], number][] {
  return tokenize(parts)
    .filter((token) => token.kind === 'problem')
    .map((problem) => [problem.code, problem.offset]);
}

describe('events by the rules of WHATWG HTML, 9.2', () => {
  it('reads all fields, and counts bytes, not characters', () => {
    expect(tokenize(['id: é1\nevent: message\nretry: 1500\ndata: {}\n\ndata:x\n\n'])).toEqual([
      {
        kind: 'event',
        dispatched: true,
        id: 'é1',
        event: 'message',
        retryMs: 1500,
        data: '{}',
        startOffset: 0,
        endOffset: 45,
      },
      { kind: 'event', dispatched: true, data: 'x', startOffset: 45, endOffset: 53 },
    ]);
  });

  // The worked examples of section 9.2.6.
  it.each([
    ['data: YHOO\ndata: +2\ndata: 10\n\n', ['YHOO\n+2\n10']],
    [
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n',
      ['first event', 'second event'],
    ],
    ['data\n\ndata\ndata\n\ndata:', ['', '\n']],
    ['data:test\n\ndata: test\n\n', ['test', 'test']],
  ])('%j', (body, expected) => {
    expect(events([body], 'lenient').map((event) => event.data)).toEqual(expected);
  });

  it('reads a bare id as an empty one, which resets the last event id', () => {
    expect(events(['id\ndata: x\n\n'])[0]?.id).toBe('');
  });

  it('removes one space only, and keeps colons of the value', () => {
    expect(events(['data:  a: b \n\n'])[0]?.data).toBe(' a: b ');
  });

  it('reports blocks without data as not dispatched', () => {
    expect(events(['id: 7\n\nretry: 10\n\nevent: x\n\nfoo\n\n: c\n\n'])).toMatchObject([
      { dispatched: false, id: '7', data: '' },
      { dispatched: false, retryMs: 10 },
      { dispatched: false, event: 'x' },
      { dispatched: false, data: '' },
    ]);
  });

  it('compares field names literally', () => {
    expect(events(['Data: a\ndata : b\n data: c\ndata: d\n\n'])[0]?.data).toBe('d');
  });

  it('takes the last id and event, and ignores an id with NUL', () => {
    expect(events(['id: 1\nid: 2\nid: 3\0\nevent: a\nevent: b\ndata\n\n'])[0]).toMatchObject({ id: '2', event: 'b' });
  });

  it.each([
    ['10', 10, undefined],
    ['007', 7, undefined],
    ['9'.repeat(30), Number.MAX_SAFE_INTEGER, undefined],
    ['', undefined, ''],
    ['-1', undefined, '-1'],
    ['1.5', undefined, '1.5'],
    ['10 ', undefined, '10 '],
    ['٣', undefined, '٣'],
  ])('retry %j', (value, retryMs, rawRetry) => {
    const [event] = events([`retry: ${value}\n\n`]);
    expect([event?.retryMs, event?.rawRetry]).toEqual([retryMs, rawRetry]);
  });

  it('lets a complete retry line count even when its block is never closed', () => {
    const tokenizer = new SseTokenizer();
    tokenizer.push(utf8('retry: 250\nretry: 99'));
    tokenizer.end();
    expect(tokenizer.reconnectionTimeMs).toBe(250);
  });

  it('does not take U+2028, U+2029, U+0085, VT or FF for a line end', () => {
    const data = 'a\u2028b\u2029c\u0085d\ve\ff';
    expect(events([`data: ${data}\n\n`])[0]?.data).toBe(data);
  });

  it('skips one byte order mark at the start of the body and nowhere else', () => {
    const bom = Uint8Array.of(0xef, 0xbb, 0xbf);
    expect(events([bom, 'data: a\n\n'], 'lenient')).toEqual([
      { kind: 'event', dispatched: true, data: 'a', startOffset: 3, endOffset: 12 },
    ]);
    expect(events([bom, bom, 'data: a\n\n'], 'lenient')[0]?.dispatched).toBe(false);
    expect(events(['\n', bom, 'data: a\n\n'], 'lenient')[0]?.dispatched).toBe(false);
  });

  it('replaces malformed UTF-8 and goes on', () => {
    expect(events(['data: a', Uint8Array.of(0xf0, 0x9f), '\ndata: b\n\n'], 'lenient')[0]?.data).toBe('a\ufffd\nb');
  });

  it('gives comments as tokens of their own', () => {
    expect(tokenize([': ping\n\n:x\ndata: 1\n:  y\n\n'])).toEqual([
      { kind: 'comment', text: 'ping', startOffset: 0, endOffset: 7 },
      { kind: 'comment', text: 'x', startOffset: 8, endOffset: 11 },
      { kind: 'comment', text: ' y', startOffset: 19, endOffset: 24 },
      { kind: 'event', dispatched: true, data: '1', startOffset: 11, endOffset: 25 },
    ]);
  });
});

describe('line endings', () => {
  it.each(['\n', '\r\n', '\r'])('gives exact offsets for %j', (ending) => {
    const first = `id: 1${ending}data: a${ending}${ending}`;
    const second = `data: b${ending}${ending}`;
    expect(events([first + second]).map((event) => [event.startOffset, event.endOffset])).toEqual([
      [0, first.length],
      [first.length, first.length + second.length],
    ]);
  });

  it('dispatches at the CR of the blank line and swallows the LF that comes later', () => {
    const tokenizer = new SseTokenizer();
    expect(tokenizer.push(utf8('data: a\r\n\r'))).toMatchObject([{ data: 'a', startOffset: 0, endOffset: 11 }]);
    expect(tokenizer.push(utf8('\ndata: b\r\n\r\n'))).toMatchObject([{ data: 'b', startOffset: 11, endOffset: 22 }]);
    expect(tokenizer.end()).toEqual([]);
    expect(tokenizer.offset).toBe(22);
  });

  it('takes LF CR for two line ends', () => {
    expect(events(['data: a\n\rdata: b\n\n'], 'lenient').map((event) => event.data)).toEqual(['a', 'b']);
  });
});

describe('problems in strict mode', () => {
  it.each<[string, (string | Uint8Array)[], [SseProblem['code'], number][]]>([
    ['clean', ['id: 1\r\nevent: message\r\nretry: 5\r\ndata: x\r\n\r\n: c\r\n\r\n'], []],
    ['unknown field', ['data: x\nfoo: y\n\n'], [['unknown-field', 8]]],
    ['junk retry', ['retry: soon\n\n'], [['bad-retry', 0]]],
    ['NUL in an id', ['data\nid: \0\n\n'], [['nul-in-id', 5]]],
    ['malformed UTF-8', ['data: ', Uint8Array.of(0xff), '\n\n'], [['invalid-utf8', 6]]],
    ['malformed UTF-8 in a comment', [': ', Uint8Array.of(0xff), '\n\n'], [['invalid-utf8', 2]]],
    ['byte order mark', ['\ufeffdata\n\n'], [['bom', 0]]],
    ['only a byte order mark', ['\ufeff'], [['bom', 0]]],
    ['mixed line endings, once', ['data\n\r\ndata\r\r\n'], [['mixed-line-endings', 5]]],
    ['CR then CRLF', ['data\r\r\n'], [['mixed-line-endings', 5]]],
    ['a cut CRLF is not a mix', ['data\r\n\r'], []],
    ['no blank line', ['data: x\n'], [['unterminated-event', 0]]],
    ['half a line', ['data: x\n\ndat'], [['unterminated-event', 9]]],
    ['half a block and half a comment', ['id: 1\n: he'], [['unterminated-event', 0]]],
    ['half a comment alone', ['data\n\n: he'], []],
    ['a character cut by the end', ['data: ', Uint8Array.of(0xe2, 0x82)], [['unterminated-event', 0]]],
    [
      'malformed bytes before the end',
      ['data: ', Uint8Array.of(0xff, 0x20)],
      [
        ['invalid-utf8', 6],
        ['unterminated-event', 0],
      ],
    ],
  ])('%s', (_name, body, expected) => {
    expect(problems(body)).toEqual(expected);
    expect(tokenize(body, 'lenient').filter((token) => token.kind === 'problem')).toEqual([]);
  });

  it('keeps messages short', () => {
    const [problem] = tokenize([`${'x'.repeat(10_000)}: y\n\n`]).filter((token) => token.kind === 'problem');
    expect(problem?.message.length).toBeLessThan(150);
  });
});

describe('end of the body', () => {
  it('never dispatches what was not closed, and reports once', () => {
    const tokenizer = new SseTokenizer();
    tokenizer.push(utf8('data: a\ndata: b'));
    expect(tokenizer.end()).toMatchObject([{ code: 'unterminated-event' }]);
    expect(tokenizer.end()).toEqual([]);
    expect(() => tokenizer.push(utf8('\n\n'))).toThrow('after its end');
  });
});

describe('division into pushes', () => {
  const nasty = concatBytes([
    utf8('\ufeff: héllo 😀\r\n\r\nid: ä\revent: x\rdata: 1\r\rdata: 😀\u2028\r\ndata:\r\n\r\n\n\r'),
    utf8('foo\nretry: 1x\nid: \0\ndata: '),
    Uint8Array.of(0xf0, 0x9f, 0x41, 0xff),
    utf8('\n\ndata: é\r\n\rdata\n\r\ndata: unterminated é'),
  ]);

  it.each(['strict', 'lenient'] as const)('does not matter, at any two offsets (%s)', (mode) => {
    const whole = tokenize([nasty], mode);
    expect(whole.filter((token) => token.kind === 'event').length).toBe(5);
    expect(
      tokenize(
        [...nasty].map((byte) => Uint8Array.of(byte)),
        mode,
      ),
    ).toEqual(whole);
    for (let first = 0; first <= nasty.length; first += 1) {
      for (let second = first; second <= nasty.length; second += 1) {
        const parts = [nasty.subarray(0, first), nasty.subarray(first, second), nasty.subarray(second)];
        const tokens = tokenize(parts, mode);
        if (JSON.stringify(tokens) !== JSON.stringify(whole))
          expect({ first, second, tokens }).toEqual({ first, second, tokens: whole });
      }
    }
  });

  it('changes when an event is reported by nothing but its own bytes', () => {
    const tokenizer = new SseTokenizer({ mode: 'lenient' });
    const reportedAt: number[] = [];
    for (const byte of utf8('data: a\r\n\r\ndata: b\n\ndata: c\r\r')) {
      if (tokenizer.push(Uint8Array.of(byte)).length > 0) reportedAt.push(tokenizer.offset);
    }
    expect(reportedAt).toEqual([10, 20, 29]);
  });
});
