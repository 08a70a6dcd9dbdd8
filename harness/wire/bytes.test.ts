import { describe, expect, it } from 'vitest';
import { ByteAccumulator } from './byte-accumulator.js';
import { concatBytes, indexOfBytes, text, utf8 } from './bytes.js';
import { indexOfInvalidUtf8, isUtf8Prefix } from './utf8-validity.js';

describe('byte helpers', () => {
  it('joins parts in order', () => {
    expect(concatBytes([utf8('ab'), new Uint8Array(0), utf8('c')])).toEqual(utf8('abc'));
    expect(concatBytes([])).toHaveLength(0);
  });

  it('keeps a byte order mark and replaces malformed bytes', () => {
    expect(text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff))).toBe('\ufeffa\ufffd');
  });

  it('searches inside of a view, from an index', () => {
    const view = utf8('xx--ab--ab').subarray(2);
    expect(indexOfBytes(view, utf8('ab'))).toBe(2);
    expect(indexOfBytes(view, utf8('ab'), 3)).toBe(6);
    expect(indexOfBytes(view, utf8('xx'))).toBe(-1);
  });

  it('accumulates copies, and starts anew after a take', () => {
    const accumulator = new ByteAccumulator();
    const reused = utf8('ab');
    accumulator.append(reused);
    reused.fill(0);
    accumulator.append(new Uint8Array(100_000).fill(0x63));
    const taken = accumulator.take();
    accumulator.append(utf8('zz'));
    expect(text(taken)).toBe(`ab${'c'.repeat(100_000)}`);
    expect(text(accumulator.view())).toBe('zz');
  });

  it('accumulates many megabytes in order, looked at in between', () => {
    const accumulator = new ByteAccumulator();
    const piece = Uint8Array.from({ length: 70_001 }, (_, index) => index % 251);
    for (let turn = 0; turn < 40; turn += 1) {
      accumulator.append(piece);
      if (turn === 30) expect(accumulator.view()).toHaveLength(31 * piece.length);
    }
    const whole = concatBytes(Array.from({ length: 40 }, () => piece));
    expect(accumulator.length).toBe(whole.length);
    expect(Buffer.compare(accumulator.take(), whole)).toBe(0);
    expect(accumulator.view()).toHaveLength(0);
  });
});

describe('indexOfInvalidUtf8', () => {
  it.each([
    ['valid', [0x61, 0xc3, 0xa9, 0xef, 0xbf, 0xbd], -1],
    ['stray continuation', [0x61, 0x80], 1],
    ['overlong', [0x61, 0x62, 0xc0, 0x80], 2],
    ['surrogate', [0xed, 0xa0, 0x80], 0],
    ['shares one byte with U+FFFD', [0x61, 0xef, 0x41], 1],
    ['shares two bytes with U+FFFD', [0x61, 0xef, 0xbf, 0x41], 1],
    ['cut at the end', [0x61, 0xf0, 0x9f, 0x98], 1],
    ['after a real U+FFFD', [0xef, 0xbf, 0xbd, 0xff], 3],
  ])('%s', (_name, bytes, expected) => {
    expect(indexOfInvalidUtf8(Uint8Array.from(bytes))).toBe(expected);
  });

  it('tells a cut character from a malformed one', () => {
    expect(isUtf8Prefix(Uint8Array.of(0x61, 0xf0, 0x9f, 0x98))).toBe(true);
    expect(isUtf8Prefix(Uint8Array.of(0x61, 0xff, 0xf0, 0x9f))).toBe(false);
  });
});
