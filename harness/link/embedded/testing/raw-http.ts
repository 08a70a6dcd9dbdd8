/** Texts of HTTP messages as a raw peer writes them, and a plain reader of what a raw peer received. */

export interface RequestOptions {
  readonly label?: string;
  readonly body?: string | Buffer;
  readonly headers?: readonly string[];
  readonly target?: string;
}

const HOST = 'Host: link.test';

function labelLine(label: string | undefined): string[] {
  return label === undefined ? [] : [`Faultline-Exchange: ${label}`];
}

/** A request head and body with a content length. */
export function post(options: RequestOptions = {}): Buffer {
  const body = Buffer.from(options.body ?? call(1, 'tools/call'));
  const lines = [
    `POST ${options.target ?? '/mcp'} HTTP/1.1`,
    HOST,
    ...labelLine(options.label),
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    ...(options.headers ?? []),
    `Content-Length: ${body.length}`,
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\r\n')), body]);
}

/** A request without a body. */
export function get(options: RequestOptions = {}): Buffer {
  const lines = [`GET ${options.target ?? '/mcp'} HTTP/1.1`, HOST, ...labelLine(options.label)];
  return Buffer.from([...lines, 'Accept: text/event-stream', ...(options.headers ?? []), '', ''].join('\r\n'));
}

/** The same request as a server has to receive it through a link: the label is gone, every other byte is there. */
export function withoutLabel(request: Buffer): Buffer {
  return Buffer.from(request.toString('latin1').replace(/^Faultline-Exchange:.*\r\n/im, ''), 'latin1');
}

/** A JSON-RPC request. */
export function call(id: number, method: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params: {} });
}

/** A JSON-RPC result. */
export function result(id: number, text = 'done'): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result: { text } });
}

/** A response head; every line as given. */
export function head(...lines: string[]): string {
  return ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');
}

export const CHUNKED_SSE = head('Content-Type: text/event-stream', 'Transfer-Encoding: chunked');

export const LAST_CHUNK = '0\r\n\r\n';

export function chunk(data: string | Buffer): Buffer {
  const bytes = Buffer.from(data as string);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** A whole JSON response with a content length. */
export function jsonResponse(body: string, ...lines: string[]): string {
  const sizeBytes = Buffer.byteLength(body);
  return head('Content-Type: application/json', ...lines, `Content-Length: ${sizeBytes}`) + body;
}

/** One block of an event stream. */
export function sseEvent(data: string, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly framing: 'content-length' | 'chunked' | 'close';
  /** Payload without framing, as far as it came. */
  readonly payload: Buffer;
  /** Whether the framing says that all of it came; never for a body that ends with its connection. */
  readonly complete: boolean;
  /** Bytes behind the end of a complete response. */
  readonly rest: Buffer;
}

function readChunks(body: Buffer): Pick<RawResponse, 'payload' | 'complete' | 'rest'> {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd < 0) return { payload: Buffer.concat(parts), complete: false, rest: Buffer.alloc(0) };
    const sizeBytes = Number.parseInt(body.subarray(at, lineEnd).toString('latin1'), 16);
    const from = lineEnd + 2;
    if (sizeBytes === 0) {
      const complete = body.subarray(from, from + 2).toString('latin1') === '\r\n';
      return { payload: Buffer.concat(parts), complete, rest: body.subarray(from + 2) };
    }
    parts.push(body.subarray(from, from + sizeBytes));
    at = from + sizeBytes + 2;
    if (at > body.length) return { payload: Buffer.concat(parts), complete: false, rest: Buffer.alloc(0) };
  }
}

/** Reads the first response of a received byte string; throws when not even its head is whole. */
export function readResponse(bytes: Buffer): RawResponse {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) throw new Error(`no whole response head in ${JSON.stringify(bytes.toString('latin1'))}`);
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const status = Number(statusLine.split(' ')[1]);
  const body = bytes.subarray(headEnd + 4);
  if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked')
    return { status, headers, framing: 'chunked', ...readChunks(body) };
  const length = headers.get('content-length');
  if (length === undefined)
    return { status, headers, framing: 'close', payload: body, complete: false, rest: Buffer.alloc(0) };
  const sizeBytes = Number(length);
  return {
    status,
    headers,
    framing: 'content-length',
    payload: body.subarray(0, sizeBytes),
    complete: body.length >= sizeBytes,
    rest: body.subarray(sizeBytes),
  };
}
