import { expect, test } from 'vitest';
import { parseRequestHead } from '../../wire/http-head.js';
import { prepareRequestHead } from './head-bytes.js';

function prepare(text: string, rewriteHost?: string): { text: string; names: string[] } {
  const bytes = Buffer.from(text, 'latin1');
  const prepared = prepareRequestHead({ head: parseRequestHead(bytes), bytes }, { rewriteHost });
  return {
    text: Buffer.from(prepared.bytes).toString('latin1'),
    names: prepared.head.headers.map(([name]) => name),
  };
}

test('a head without own fields stays the very same bytes', () => {
  const bytes = Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(prepareRequestHead({ head: parseRequestHead(bytes), bytes }, {}).bytes).toBe(bytes);
});

test('the label goes in whatever spelling, all of its lines, and nothing else', () => {
  const { text, names } = prepare(
    'POST /a HTTP/1.1\r\nFAULTLINE-exchange:x\r\nX-Odd:   v \r\nfaultline-Exchange: y\r\nX-faultline-exchange: z\n\r\n',
  );
  expect(text).toBe('POST /a HTTP/1.1\r\nX-Odd:   v \r\nX-faultline-exchange: z\n\r\n');
  expect(names).toEqual(['X-Odd', 'X-faultline-exchange']);
});

test.each([
  ['GET / HTTP/1.1\r\nhOST: old\r\nA: b\r\n\r\n', 'GET / HTTP/1.1\r\nHost: new:1\r\nA: b\r\n\r\n'],
  ['GET / HTTP/1.1\nHost: old\nA: b\n\n', 'GET / HTTP/1.1\nHost: new:1\nA: b\n\n'],
  ['GET / HTTP/1.1\r\nHost: old\r\nHost: other\r\n\r\n', 'GET / HTTP/1.1\r\nHost: new:1\r\n\r\n'],
  ['GET / HTTP/1.0\r\nA: b\r\n\r\n', 'GET / HTTP/1.0\r\nHost: new:1\r\nA: b\r\n\r\n'],
  ['GET / HTTP/1.0\r\n\r\n', 'GET / HTTP/1.0\r\nHost: new:1\r\n\r\n'],
])('Host is replaced, or added where there is none: %j', (received, expected) => {
  expect(prepare(received, 'new:1').text).toBe(expected);
});
