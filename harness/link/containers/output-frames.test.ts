import { expect, test } from 'vitest';
import { OutputFrames } from './output-frames.js';

function framed(stream: 1 | 2, text: string): Buffer {
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

const OUTPUT = Buffer.concat([framed(1, 'ready\n'), framed(2, 'größer\n'), framed(1, ''), framed(1, 'x')]);

test.each([1, 2, 7, 8, 9, OUTPUT.length])('output that comes %i bytes at a time is told by its streams', (size) => {
  const frames = new OutputFrames();
  const said = { stdout: '', stderr: '' };
  for (let at = 0; at < OUTPUT.length; at += size) {
    for (const { stream, bytes } of frames.push(OUTPUT.subarray(at, at + size))) said[stream] += bytes.toString('utf8');
  }
  expect(said).toEqual({ stdout: 'ready\nx', stderr: 'größer\n' });
});
