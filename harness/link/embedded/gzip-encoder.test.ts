import { constants, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { concatBytes } from '../../wire/bytes.js';
import { GzipEncoder } from './gzip-encoder.js';

test('each piece can be decoded when it comes, and the whole is a valid gzip member', () => {
  const encoder = new GzipEncoder();
  const pieces = ['one é', '', 'two'.repeat(10_000), 'three'];
  const encoded: Uint8Array[] = [];
  let expected = '';
  for (const piece of pieces) {
    encoded.push(encoder.add(Buffer.from(piece)));
    expected += piece;
    const decoded = gunzipSync(concatBytes(encoded), { finishFlush: constants.Z_SYNC_FLUSH });
    expect(decoded.toString()).toBe(expected);
  }
  // Without the relaxed flush the checksum and the size in the trailer are verified.
  expect(gunzipSync(concatBytes([...encoded, encoder.end()])).toString()).toBe(expected);
});

test('an empty body is a valid gzip member too', () => {
  expect(gunzipSync(new GzipEncoder().end())).toHaveLength(0);
});
