import { describe, expect, it } from 'vitest';
import { concatBytes, text, utf8 } from './bytes.js';
import { encodeChunk, encodeChunked, LAST_CHUNK } from './http-body.js';
import { HttpRequestParser, HttpResponseParser, type HttpUnit } from './http-parser.js';

/** Short form of units, neighbouring data joined. */
function show(units: readonly HttpUnit[]): string[] {
  const shown: string[] = [];
  for (const unit of units) {
    const previous = shown.at(-1);
    if (unit.kind === 'head' || unit.kind === 'informational')
      shown.push(`${unit.kind} ${'status' in unit.head ? unit.head.status : unit.head.method}`);
    else if (unit.kind === 'data' && previous?.startsWith('data ')) shown.splice(-1, 1, previous + text(unit.bytes));
    else if (unit.kind === 'data') shown.push(`data ${text(unit.bytes)}`);
    else if (unit.kind === 'framing') shown.push(`${unit.what} ${JSON.stringify(text(unit.bytes))}`);
    else if (unit.kind === 'end') shown.push(`end ${unit.how}`);
    else shown.push(`problem ${unit.message} ${JSON.stringify(text(unit.rest))}`);
  }
  return shown;
}

function requests(...parts: string[]): string[] {
  const parser = new HttpRequestParser();
  return show([...parts.flatMap((part) => parser.push(utf8(part))), ...parser.end()]);
}

function responses(methods: readonly string[], ...parts: string[]): string[] {
  const parser = new HttpResponseParser();
  for (const method of methods) parser.expect(method);
  return show([...parts.flatMap((part) => parser.push(utf8(part))), ...parser.end()]);
}

describe('requests', () => {
  it('are split when pipelined', () => {
    expect(
      requests(
        'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n' +
          '\r\nDELETE / HTTP/1.1\r\nContent-Length: 0\r\n\r\nPOST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x="y"\r\nhi\r\n0\r\nT: v\r\n\r\n',
      ),
    ).toEqual([
      'head POST',
      'data abc',
      'end content-length',
      'head GET',
      'end no-body',
      'head DELETE',
      'end content-length',
      'head POST',
      'chunk-head "2;x=\\"y\\"\\r\\n"',
      'data hi',
      'chunk-end "\\r\\n"',
      'last-chunk "0\\r\\n"',
      'trailers "T: v\\r\\n\\r\\n"',
      'end chunked',
    ]);
  });

  it('follow Transfer-Encoding where Content-Length is there as well', () => {
    expect(
      requests('POST / HTTP/1.1\r\nContent-Length: 99\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n0\r\n\r\n').at(-1),
    ).toBe('end chunked');
  });

  it('accept a Content-Length that is repeated, and refuse every other odd one', () => {
    expect(requests('POST / HTTP/1.1\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nab').at(-1)).toBe(
      'end content-length',
    );
    for (const value of ['2, 3', '-1', '0x2', '', '1e3', '99999999999999999999']) {
      expect(requests(`POST / HTTP/1.1\r\nContent-Length: ${value}\r\n\r\nab`)[0]).toMatch(
        /^problem unusable Content-Length/,
      );
    }
  });

  it('are refused when the final coding is not chunked', () => {
    expect(requests('POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n')[0]).toMatch(/^problem .*gzip/);
  });

  it('tell their state', () => {
    const parser = new HttpRequestParser();
    const states = ['', '\r\n', 'P', 'OST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n', 'a', 'b', '\x16'].map((part) => {
      parser.push(utf8(part));
      return parser.state;
    });
    expect(states).toEqual(['idle', 'idle', 'head', 'body', 'body', 'idle', 'body']);
  });

  it('give garbage away at once, such as TLS, and all that follows', () => {
    const parser = new HttpRequestParser();
    expect(show(parser.push(Uint8Array.of(0x16, 0x03)))).toEqual([
      String.raw`problem the bytes do not begin an HTTP/1 head "\u0016\u0003"`,
    ]);
    expect(parser.push(utf8('GET / HTTP/1.1\r\n\r\n'))).toMatchObject([
      { kind: 'problem', offset: 2, rest: utf8('GET / HTTP/1.1\r\n\r\n') },
    ]);
    expect(parser.end()).toEqual([]);
  });

  it('refuse HTTP/2', () => {
    expect(requests('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')).toEqual([
      'problem not a version of HTTP/1: HTTP/2.0 "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n"',
    ]);
  });

  it.each([
    ['GET / HT', 'problem truncated head "GET / HT"'],
    [
      'GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\na',
      'problem truncated body: 2 bytes of its Content-Length are missing ""',
    ],
    ['\r\n', 'problem blank lines that no message follows "\\r\\n"'],
  ])('cut at %j', (wire, expected) => {
    expect(requests(wire).at(-1)).toBe(expected);
  });

  it('have heads of 256 KiB and not one byte more', () => {
    const start = 'GET / HTTP/1.1\r\nA: ';
    const end = '\r\n\r\n';
    const exact = start + 'x'.repeat(256 * 1024 - start.length - end.length) + end;
    expect(requests(exact)).toEqual(['head GET', 'end no-body']);
    const [problem] = new HttpRequestParser().push(utf8(`${start}x${exact.slice(start.length)}`));
    expect(problem).toMatchObject({ kind: 'problem', message: 'a head of more than 262144 bytes', offset: 0 });
  });

  it('do not hold back blank lines without end', () => {
    expect(new HttpRequestParser().push(utf8('\r\n'.repeat(600)))).toMatchObject([{ kind: 'problem' }]);
  });
});

describe('responses', () => {
  it('have bodies by method and status', () => {
    expect(
      responses(
        ['HEAD', 'GET', 'POST', 'GET'],
        'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n',
        'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n',
        'HTTP/1.1 204 No Content\r\n\r\n',
        'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      ),
    ).toEqual([
      'head 200',
      'end no-body',
      'head 304',
      'end no-body',
      'head 204',
      'end no-body',
      'head 200',
      'data ok',
      'end content-length',
    ]);
  });

  it('come after informational ones, which use up no method', () => {
    expect(
      responses(
        ['HEAD', 'GET'],
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n',
        'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx',
      ),
    ).toEqual([
      'informational 100',
      'informational 103',
      'head 200',
      'end no-body',
      'head 200',
      'data x',
      'end content-length',
    ]);
  });

  it.each([
    ['HTTP/1.0 200 OK\r\n\r\n', 'GET'],
    ['HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n', 'GET'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n', 'GET'],
    ['HTTP/1.1 101 Switching Protocols\r\n\r\n', 'GET'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n', 'CONNECT'],
  ])('%j lasts to the end of the connection (%s)', (head, method) => {
    const shown = responses([method], head, 'HTTP/1.1 ', 'x');
    expect(shown.slice(1)).toEqual(['data HTTP/1.1 x', 'end close']);
  });

  it('are read without a method that was told, as after a time-out', () => {
    expect(responses([], 'HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n')).toEqual([
      'head 408',
      'end content-length',
    ]);
  });

  it('are chunked, extensions and trailers included', () => {
    const body = concatBytes([encodeChunk(utf8('data: ä\n\n')), utf8('00A ; e\r\n0123456789\r\n'), LAST_CHUNK]);
    expect(responses(['GET'], 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', text(body))).toEqual([
      'head 200',
      'chunk-head "a\\r\\n"',
      'data data: ä\n\n',
      'chunk-end "\\r\\n"',
      'chunk-head "00A ; e\\r\\n"',
      'data 0123456789',
      'chunk-end "\\r\\n"',
      'last-chunk "0\\r\\n"',
      'trailers "\\r\\n"',
      'end chunked',
    ]);
  });

  it.each([
    ['x', 'problem a chunk size does not begin with a hexadecimal digit "x"'],
    ['\r\n', 'problem a chunk size does not begin with a hexadecimal digit "\\r\\n"'],
    ['1\nab', 'problem not a chunk size line: "1\\n" "1\\nab"'],
    ['1g\r\na', 'problem not a chunk size line: "1g\\r\\n" "1g\\r\\na"'],
    ['ffffffffffffffff\r\n', 'problem not a chunk size line: "ffffffffffffffff\\r\\n" "ffffffffffffffff\\r\\n"'],
    ['1\r\nabc', 'problem the data of a chunk is not followed by CRLF "bc"'],
    ['1\r\na\rX', 'problem the data of a chunk is not followed by CRLF "\\rX"'],
    ['1\r\na\r', 'problem truncated body: the end of its chunked coding is missing "\\r"'],
    ['5\r\nab', 'problem truncated body: the end of its chunked coding is missing ""'],
    ['0\r\n', 'problem truncated body: the end of its chunked coding is missing ""'],
    ['0\r\nT: v\r\n', 'problem truncated body: the end of its chunked coding is missing "T: v\\r\\n"'],
  ])('chunked coding broken by %j', (body, expected) => {
    expect(responses(['GET'], 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', body).at(-1)).toBe(expected);
  });

  it.each([
    [`1;${'x'.repeat(20_000)}`, 'a chunk size line is too long'],
    [`0\r\n${'T: v\r\n'.repeat(50_000)}`, 'a trailer section is too long'],
  ])('bound what they keep of the framing', (body, message) => {
    const parser = new HttpResponseParser();
    parser.push(utf8('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'));
    expect(parser.push(utf8(body)).at(-1)).toMatchObject({ kind: 'problem', message });
  });

  it('take the last transfer coding for the framing, in any case', () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: deflate, Chunked\r\n\r\n';
    expect(responses(['GET'], head, '0\r\n\r\n').at(-1)).toBe('end chunked');
  });

  it('report a late byte as a problem, also after the end', () => {
    const parser = new HttpResponseParser();
    expect(parser.end()).toEqual([]);
    expect(show(parser.push(utf8('x')))).toEqual(['problem bytes after the end of the stream "x"']);
  });

  it('give an error page that is no HTTP away at once', () => {
    expect(responses(['GET'], 'HTT', 'Q')).toEqual(['problem the bytes do not begin an HTTP/1 head "HTTQ"']);
  });
});

it('encodeChunked leaves out empty parts, which would end the body', () => {
  expect(text(encodeChunked([utf8('ab'), new Uint8Array(0), utf8('c')]))).toBe('2\r\nab\r\n1\r\nc\r\n0\r\n\r\n');
});
