import { CHUNKED_SSE, LAST_CHUNK, chunk, head } from './raw-http.js';

/** An answer that is an event stream, together with the places in it at which a fault can strike. */
export interface SampleStream {
  readonly response: Buffer;
  readonly head: string;
  readonly payload: Buffer;
  /** Payload offset behind the nth event, from 1. */
  endOfEvent(nth: number): number;
  /** The nth chunk-size line, from 1, without its line end; only for a chunk a block. */
  chunkHead(nth: number): string;
}

/** What may have come of a line when the connection ended inside of it. */
export function startsOfLine(line: string): string[] {
  return Array.from({ length: line.length + 1 }, (_, index) => `${line}\r`.slice(0, index + 1));
}

const BLOCKS = [
  'id: 0\r\ndata: \r\n\r\n',
  ': a comment does not count\r\n\r\n',
  'retry: 50\r\n\r\n',
  'id: 1\r\ndata: first é€😀 with characters of every length\r\n\r\n',
  'id: 2\r\ndata: second é€😀 line one\r\ndata: line two\r\n\r\n',
  'id: 3\r\ndata: third, the last\r\n\r\n',
];
// A comment and a block without data do not count as events; the first block, a priming event, does.
const COUNTED = [0, 3, 4, 5];

/** Three events after a priming event, with characters of several bytes and CRLF line ends. */
export function sampleStream(framing: 'chunk-per-block' | 'one-chunk' | 'content-length' | 'close'): SampleStream {
  const payload = Buffer.from(BLOCKS.join(''));
  const endOfEvent = (nth: number): number => {
    const last = COUNTED[nth - 1] ?? BLOCKS.length - 1;
    return Buffer.byteLength(BLOCKS.slice(0, last + 1).join(''));
  };
  const chunkHead = (nth: number): string => Buffer.byteLength(BLOCKS[nth - 1] ?? '').toString(16);
  const sse = 'Content-Type: text/event-stream';
  if (framing === 'content-length' || framing === 'close') {
    const plain = framing === 'close' ? head(sse) : head(sse, `Content-Length: ${payload.length}`);
    return { response: Buffer.concat([Buffer.from(plain), payload]), head: plain, payload, endOfEvent, chunkHead };
  }
  const chunks = framing === 'one-chunk' ? [chunk(payload)] : BLOCKS.map((block) => chunk(block));
  const response = Buffer.concat([Buffer.from(CHUNKED_SSE), ...chunks, Buffer.from(LAST_CHUNK)]);
  return { response, head: CHUNKED_SSE, payload, endOfEvent, chunkHead };
}
