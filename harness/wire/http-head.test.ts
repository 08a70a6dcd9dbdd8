import { describe, expect, it } from 'vitest';
import { text, utf8 } from './bytes.js';
import {
  headerValue,
  headerValues,
  parseRequestHead,
  parseResponseHead,
  removeHeader,
  serializeRequestHead,
  serializeResponseHead,
  setHeader,
  WireError,
  type HeaderList,
} from './http-head.js';

const latin1 = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value, 'latin1'));

describe('header lists', () => {
  const list: HeaderList = [
    ['Host', 'a'],
    ['Accept', 'x'],
    ['accept', 'y'],
    ['Via', 'z'],
  ];

  it('are read in any case', () => {
    expect(headerValue(list, 'ACCEPT')).toBe('x');
    expect(headerValues(list, 'Accept')).toEqual(['x', 'y']);
    expect(headerValue(list, 'cookie')).toBeUndefined();
  });

  it('are changed into new lists', () => {
    expect(setHeader(list, 'ACCEPT', 'q')).toEqual([
      ['Host', 'a'],
      ['ACCEPT', 'q'],
      ['Via', 'z'],
    ]);
    expect(setHeader(list, 'New', '1').at(-1)).toEqual(['New', '1']);
    expect(removeHeader(list, 'aCCept')).toEqual([
      ['Host', 'a'],
      ['Via', 'z'],
    ]);
    expect(list).toHaveLength(4);
  });
});

describe('request heads', () => {
  it('keep order, case and duplicates, through a round trip', () => {
    const wire = 'POST /mcp?a=b HTTP/1.1\r\nhost: h:1\r\nX-A: 1\r\nx-a: 2\r\nEmpty: \r\nName: caf\xe9\r\n\r\n';
    const head = parseRequestHead(latin1(wire));
    expect(head).toEqual({
      method: 'POST',
      target: '/mcp?a=b',
      version: 'HTTP/1.1',
      headers: [
        ['host', 'h:1'],
        ['X-A', '1'],
        ['x-a', '2'],
        ['Empty', ''],
        ['Name', 'caf\xe9'],
      ],
    });
    expect(serializeRequestHead(head)).toEqual(latin1(wire));
  });

  it('are read with bare LF, blank lines in front, no blank line behind, odd spaces and folded lines', () => {
    expect(parseRequestHead(utf8('\r\n\nGET / HTTP/1.0\nA:\t b \t\nC: d\n  e'))).toEqual({
      method: 'GET',
      target: '/',
      version: 'HTTP/1.0',
      headers: [
        ['A', 'b'],
        ['C', 'd e'],
      ],
    });
  });

  it.each([
    [''],
    ['GET /\r\n\r\n'],
    ['GET  / HTTP/1.1\r\n\r\n'],
    ['GET / a HTTP/1.1\r\n\r\n'],
    ['GET / HTTP/1.1 \r\n\r\n'],
    ['GET / HTTP/1.1\r\nno colon\r\n\r\n'],
    ['GET / HTTP/1.1\r\nName : x\r\n\r\n'],
    ['GET / HTTP/1.1\r\n: x\r\n\r\n'],
    ['GET / HTTP/1.1\r\n folded\r\n\r\n'],
    ['GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n'],
    ['GET / HTTP/1.1\r\nA: \0\r\n\r\n'],
    ['GET / HTTP/1.1\r\n\r\nbody'],
  ])('%j is refused', (wire) => {
    expect(() => parseRequestHead(utf8(wire))).toThrow(WireError);
  });

  it('are refused with a message that quotes the start of the line', () => {
    expect(() => parseRequestHead(utf8(`GET / HTTP/1.1\r\n${'x'.repeat(500)}\r\n\r\n`))).toThrow(
      /^not an HTTP header field: "x{80}\.\.\."$/,
    );
  });
});

describe('response heads', () => {
  it('keep everything through a round trip', () => {
    const wire = 'HTTP/1.1 404 Not  Found \xfc\r\nContent-Type: text/html\r\n\r\n';
    const head = parseResponseHead(latin1(wire));
    expect(head).toMatchObject({ version: 'HTTP/1.1', status: 404, reason: 'Not  Found \xfc' });
    expect(serializeResponseHead(head)).toEqual(latin1(wire));
  });

  it.each(['HTTP/1.1 200\r\n\r\n', 'HTTP/1.1 200 \r\n\r\n'])('%j has no reason', (wire) => {
    expect(parseResponseHead(utf8(wire))).toMatchObject({ status: 200, reason: '' });
  });

  it.each(['HTTP/1.1 20 OK\r\n\r\n', 'HTTP/1.1 2000\r\n\r\n', 'ICY 200 OK\r\n\r\n', 'HTTP/1.1  200 OK\r\n\r\n'])(
    '%j is refused',
    (wire) => {
      expect(() => parseResponseHead(utf8(wire))).toThrow(WireError);
    },
  );

  it('are written as they stand, illegal values included', () => {
    const head = { version: 'HTTP/1.1', status: 99, reason: '', headers: [['A b', 'c\r\nd: e']] } as const;
    expect(text(serializeResponseHead(head))).toBe('HTTP/1.1 99 \r\nA b: c\r\nd: e\r\n\r\n');
  });
});
