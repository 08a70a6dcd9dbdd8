import { expect, test } from 'vitest';
import { divideBatch, type FragmentPlan } from './fragment-points.js';
import { isBytePiece, type Piece } from './piece.js';

const data = (text: string): Piece => ({ kind: 'data', bytes: Buffer.from(text) });
const chunkHead = (text: string): Piece => ({ kind: 'chunk-head', bytes: Buffer.from(text) });

function divide(batch: readonly Piece[], plan: Partial<FragmentPlan>): string[] {
  return divideBatch(batch, { at: 'everywhere', sizeBytes: 1, ...plan }).map((part) =>
    part
      .map((piece) => (isBytePiece(piece) ? Buffer.from(piece.bytes).toString('latin1') : `<${piece.kind}>`))
      .join(''),
  );
}

test('everywhere: no write is larger than asked for, over the borders of pieces too', () => {
  expect(divide([data('abc'), data('defg')], { sizeBytes: 2 })).toEqual(['ab', 'cd', 'ef', 'g']);
  expect(divide([data('abc')], {})).toEqual(['a', 'b', 'c']);
  expect(divide([data('abc')], { sizeBytes: 3 })).toEqual(['abc']);
});

test('an end leaves with the last byte in front of it', () => {
  expect(divide([data('ab'), { kind: 'end' }], {})).toEqual(['a', 'b<end>']);
});

test('a head goes with its first byte', () => {
  const head: Piece = {
    kind: 'request-head',
    bytes: Buffer.from('POST'),
    head: { method: 'POST', target: '/', version: 'HTTP/1.1', headers: [] },
  };
  for (const batch of [[head], [data('x'), head]]) {
    const divided = divideBatch(batch, { at: 'everywhere', sizeBytes: 1 }).flat();
    expect(divided.filter(({ kind }) => kind === 'request-head')).toHaveLength(1);
  }
});

test('characters: after the first byte of each multi-byte one', () => {
  expect(divide([data('aéb€')], { at: 'characters' })).toEqual(['a\u00c3', '\u00a9b\u00e2', '\u0082\u00ac']);
  expect(divide([data('ascii')], { at: 'characters' })).toEqual(['ascii']);
});

test('line ends: in front of and inside of each', () => {
  expect(divide([data('a\r\n\r\nb')], { at: 'line-ends' })).toEqual(['a', '\r', '\n', '\r', '\nb']);
  expect(divide([data('a'), data('\n\n')], { at: 'line-ends' })).toEqual(['a', '\n', '\n']);
});

test('chunk heads: inside of each, and nowhere else', () => {
  expect(divide([chunkHead('1a\r\n'), data('xyz'), chunkHead('5\r\n')], { at: 'chunk-heads' })).toEqual([
    '1',
    'a',
    '\r',
    '\nxyz5',
    '\r',
    '\n',
  ]);
});
