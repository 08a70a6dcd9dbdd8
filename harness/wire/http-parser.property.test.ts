import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, text, utf8 } from './bytes.js';
import { encodeChunked } from './http-body.js';
import { HttpRequestParser, HttpResponseParser, type HttpUnit } from './http-parser.js';
import { BETWEEN_LINEAR_AND_QUADRATIC, growthOf } from './testing/growth.js';

fc.configureGlobal({ seed: 20_260_728, numRuns: 300 });

interface Parser {
  push(bytes: Uint8Array): HttpUnit[];
  end(): HttpUnit[];
}

function parse(parser: Parser, parts: readonly Uint8Array[]): HttpUnit[] {
  return [...parts.flatMap((part) => parser.push(part)), ...parser.end()];
}

function bytesOf(unit: HttpUnit): Uint8Array {
  if (unit.kind === 'end') return new Uint8Array(0);
  return unit.kind === 'problem' ? unit.rest : unit.bytes;
}

/** Joins neighbouring data units, and neighbouring problem units, so that divisions can be compared. */
function merge(units: readonly HttpUnit[]): HttpUnit[] {
  const merged: HttpUnit[] = [];
  for (const unit of units) {
    const previous = merged.at(-1);
    if (unit.kind === 'data' && previous?.kind === 'data') {
      merged.splice(-1, 1, { ...previous, bytes: concatBytes([previous.bytes, unit.bytes]) });
    } else if (unit.kind === 'problem' && previous?.kind === 'problem') {
      merged.splice(-1, 1, { ...previous, rest: concatBytes([previous.rest, unit.rest]) });
    } else {
      merged.push(unit);
    }
  }
  return merged;
}

function divide(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

function expectSame(make: () => Parser, bytes: Uint8Array, parts: readonly Uint8Array[]): void {
  const units = parse(make(), parts);
  expect(concatBytes(units.map(bytesOf))).toEqual(bytes);
  let offset = 0;
  for (const unit of units) {
    expect(unit.offset).toBe(offset);
    offset += bytesOf(unit).length;
  }
  expect(merge(units)).toEqual(merge(parse(make(), [bytes])));
}

const chunkSizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 });
const payload = fc.string({ unit: fc.constantFrom('a', '\r', '\n', 'é', '0', ':', ' '), maxLength: 20 });

interface Message {
  method: string;
  head: string;
  parts: string[];
  coding: 'length' | 'chunked' | 'none';
}

const message: fc.Arbitrary<Message> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'HEAD', 'DELETE'),
  head: fc.constantFrom('A: b\r\n', 'A:\r\nB: é\r\n', ''),
  parts: fc.array(payload, { maxLength: 4 }),
  coding: fc.constantFrom('length' as const, 'chunked' as const, 'none' as const),
});

function encodeBody({ parts, coding }: Message): { header: string; body: Uint8Array } {
  const encoded = parts.map((part) => utf8(part));
  const body = concatBytes(encoded);
  if (coding === 'none') return { header: '', body: new Uint8Array(0) };
  if (coding === 'length') return { header: `Content-Length: ${body.length}\r\n`, body };
  return { header: 'Transfer-Encoding: chunked\r\n', body: encodeChunked(encoded) };
}

function requestBytes(request: Message): Uint8Array {
  const { header, body } = encodeBody(request);
  return concatBytes([utf8(`${request.method} / HTTP/1.1\r\n${request.head}${header}\r\n`), body]);
}

function responseBytes(response: Message): Uint8Array {
  const { header, body } = encodeBody(response);
  const status = response.coding === 'none' ? 204 : 200;
  const head = utf8(`HTTP/1.1 ${status} X\r\n${response.head}${header}\r\n`);
  return concatBytes([head, response.method === 'HEAD' ? new Uint8Array(0) : body]);
}

/** Payload of each complete message. */
function payloads(units: readonly HttpUnit[]): string[] {
  const found: string[] = [];
  let current: Uint8Array[] = [];
  for (const unit of units) {
    if (unit.kind === 'data') current.push(unit.bytes);
    if (unit.kind !== 'end') continue;
    found.push(text(concatBytes(current)));
    current = [];
  }
  return found;
}

function responseParser(messages: readonly Message[]): HttpResponseParser {
  const parser = new HttpResponseParser();
  for (const { method } of messages) parser.expect(method);
  return parser;
}

describe('pipelined messages, for any division', () => {
  const messages = fc.array(message, { maxLength: 6 });

  it('requests keep their bytes, offsets, units and payloads', () => {
    fc.assert(
      fc.property(messages, chunkSizes, (sent, sizes) => {
        const bytes = concatBytes(sent.map(requestBytes));
        const parts = divide(bytes, sizes);
        expectSame(() => new HttpRequestParser(), bytes, parts);
        const expected = sent.map(({ coding, parts: own }) => (coding === 'none' ? '' : own.join('')));
        expect(payloads(parse(new HttpRequestParser(), parts))).toEqual(expected);
      }),
    );
  });

  it('responses keep their bytes, offsets, units and payloads', () => {
    fc.assert(
      fc.property(messages, chunkSizes, (sent, sizes) => {
        const bytes = concatBytes(sent.map(responseBytes));
        const parts = divide(bytes, sizes);
        expectSame(() => responseParser(sent), bytes, parts);
        const expected = sent.map(({ method, coding, parts: own }) =>
          method === 'HEAD' || coding === 'none' ? '' : own.join(''),
        );
        expect(payloads(parse(responseParser(sent), parts))).toEqual(expected);
      }),
    );
  });

  it('damaged and cut streams keep their bytes, offsets and units', () => {
    const damage = fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }), keep: fc.nat() });
    fc.assert(
      fc.property(messages, damage, chunkSizes, (sent, { at, byte, keep }, sizes) => {
        const whole = concatBytes(sent.map(responseBytes));
        if (whole.length === 0) return;
        whole[at % whole.length] = byte;
        const bytes = whole.subarray(0, 1 + (keep % whole.length));
        expectSame(() => responseParser(sent), bytes, divide(bytes, sizes));
        expectSame(() => new HttpRequestParser(), bytes, divide(bytes, sizes));
      }),
    );
  });
});

describe('a nasty response stream', () => {
  const bytes = utf8(
    '\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n' +
      '21;name="a;b"\r\ndata: 0123456789012345678 é 😀\r\n0001\r\n\n\r\n0;last\r\nTrailer: x\r\n\r\n' +
      'HTTP/1.1 200 OK\nContent-Length: 4\n\n\r\n\r\nHTTP/1.0 200 OK\r\n\r\nrest\r\n',
  );

  it('is complete', () => {
    const ends = parse(new HttpResponseParser(), [bytes]).filter((unit) => unit.kind === 'end');
    expect(ends.map(({ how }) => how)).toEqual(['chunked', 'content-length', 'close']);
  });

  it('is the same cut at every offset, and in single bytes', () => {
    const make = (): Parser => new HttpResponseParser();
    expectSame(make, bytes, divide(bytes, [1]));
    for (let at = 0; at <= bytes.length; at += 1) expectSame(make, bytes, [bytes.subarray(0, at), bytes.subarray(at)]);
  });
});

describe('cost', () => {
  const growth = (make: (scale: number) => Uint8Array[]): number =>
    growthOf(make, (parts) => parse(new HttpResponseParser(), parts));

  it('is linear for a head in single bytes', () => {
    const make = (scale: number): Uint8Array[] =>
      divide(utf8(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(8_000 * scale)}`), [1]);
    expect(growth(make)).toBeLessThan(BETWEEN_LINEAR_AND_QUADRATIC);
  });

  it('is linear for many small chunks in one push', () => {
    const make = (scale: number): Uint8Array[] => [
      utf8(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(2_000 * scale)}`),
    ];
    expect(growth(make)).toBeLessThan(BETWEEN_LINEAR_AND_QUADRATIC);
  });
});
