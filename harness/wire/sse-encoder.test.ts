import { describe, expect, it } from 'vitest';
import { text, utf8 } from './bytes.js';
import { encodeSseComment, encodeSseEvent, type SseFields, type SseStyle } from './sse-encoder.js';

describe('encodeSseEvent', () => {
  it.each<[string, SseFields, SseStyle | undefined, string]>([
    ['the usual form', { data: 'x', id: '1', event: 'message' }, undefined, 'id: 1\nevent: message\ndata: x\n\n'],
    ['CRLF', { data: 'x' }, { lineEnding: 'crlf' }, 'data: x\r\n\r\n'],
    ['CR', { data: 'x' }, { lineEnding: 'cr' }, 'data: x\r\r'],
    ['mixed', { data: ['a', 'b', 'c'] }, { lineEnding: 'mixed' }, 'data: a\r\ndata: b\ndata: c\r\r\n'],
    ['another order', { data: 'x', id: '1', retry: 5 }, { order: ['data', 'retry'] }, 'data: x\nretry: 5\nid: 1\n\n'],
    ['no space', { data: 'x', id: '' }, { spaceAfterColon: false }, 'id:\ndata:x\n\n'],
    ['bare names', { data: '', id: '' }, { bareEmptyFields: true }, 'id\ndata\n\n'],
    ['several data lines', { data: 'a\r\nb\rc\n' }, undefined, 'data: a\ndata: b\ndata: c\ndata: \n\n'],
    ['data lines as given', { data: ['{', '}'] }, undefined, 'data: {\ndata: }\n\n'],
    ['retry alone', { retry: 0 }, undefined, 'retry: 0\n\n'],
    ['junk retry', { retry: 'soon' }, undefined, 'retry: soon\n\n'],
    ['id with empty data', { id: '1', data: '' }, undefined, 'id: 1\ndata: \n\n'],
    ['NUL in an id', { id: 'a\0b' }, undefined, 'id: a\0b\n\n'],
    [
      'unknown fields',
      {
        unknown: [
          ['x', 'y'],
          ['z', ''],
        ],
      },
      undefined,
      'x: y\nz: \n\n',
    ],
    ['a comment inside', { comment: 'c', data: 'x' }, { order: ['data'] }, 'data: x\n: c\n\n'],
    ['byte order mark', { data: 'x' }, { bom: true }, '\ufeffdata: x\n\n'],
    ['no blank line', { data: 'x' }, { blankLine: false }, 'data: x\n'],
    ['U+2028', { data: 'a\u2028b' }, undefined, 'data: a\u2028b\n\n'],
    ['nothing', {}, undefined, '\n'],
  ])('%s', (_name, fields, style, expected) => {
    expect(text(encodeSseEvent(fields, style))).toBe(expected);
  });

  it('writes raw bytes', () => {
    const rawLine = Uint8Array.of(0x64, 0xff);
    expect(encodeSseEvent({ rawLine }, { blankLine: false })).toEqual(Uint8Array.of(0x64, 0xff, 0x0a));
  });
});

describe('encodeSseComment', () => {
  it('writes a heartbeat, with and without its blank line', () => {
    expect(encodeSseComment('ping')).toEqual(utf8(': ping\n\n'));
    expect(encodeSseComment('', { spaceAfterColon: false, blankLine: false })).toEqual(utf8(':\n'));
    expect(encodeSseComment('a\nb', { lineEnding: 'crlf' })).toEqual(utf8(': a\r\n: b\r\n\r\n'));
  });
});
