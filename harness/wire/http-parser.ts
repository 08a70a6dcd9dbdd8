import { requestFraming, responseFraming } from './http-framing.js';
import { parseRequestHead, parseResponseHead } from './http-head.js';
import { HttpSplitter, type HeadRead } from './http-splitter.js';
import type { HttpUnit } from './http-unit.js';
import { WireError } from './wire-error.js';

export type { HttpUnit } from './http-unit.js';

const MAX_LEADING_BLANK_BYTES = 1024;
const MAX_METHOD_BYTES = 64;

/**
 * Splits the bytes that a client sends on a connection into requests, one after the other. Units hold views of the
 * pushed bytes where they can: neither may be changed afterwards. Nothing throws; what cannot be read is a problem unit.
 */
export class HttpRequestParser {
  readonly #splitter = new HttpSplitter({ canBegin: canBeginRequest, readHead: readRequestHead });

  /** `idle` between requests, `body` also after a problem. */
  get state(): 'idle' | 'head' | 'body' {
    return this.#splitter.state;
  }

  push(bytes: Uint8Array): HttpUnit[] {
    return this.#splitter.push(bytes);
  }

  /** End of the stream: a request that is not complete gives a problem `truncated ...` with the bytes kept back. */
  end(): HttpUnit[] {
    return this.#splitter.end();
  }
}

/**
 * Splits the bytes that a server sends on a connection into responses, informational ones included. The same rules as
 * for {@link HttpRequestParser} hold.
 */
export class HttpResponseParser {
  readonly #methods: string[] = [];
  readonly #splitter = new HttpSplitter({
    canBegin: canBeginResponse,
    readHead: (bytes, offset) => this.#readHead(bytes, offset),
  });

  /** `idle` between responses, `body` also after a problem. */
  get state(): 'idle' | 'head' | 'body' {
    return this.#splitter.state;
  }

  /**
   * Tells the method of the next request, in order and before its response is pushed: the end of a response to HEAD
   * or CONNECT is found differently. A response that nothing was told for is read as one to GET.
   */
  expect(method: string): void {
    this.#methods.push(method);
  }

  push(bytes: Uint8Array): HttpUnit[] {
    return this.#splitter.push(bytes);
  }

  /**
   * End of the stream: completes a body that is delimited by the close; inside of any other message it gives a
   * problem `truncated ...` with the bytes kept back.
   */
  end(): HttpUnit[] {
    return this.#splitter.end();
  }

  #readHead(bytes: Uint8Array, offset: number): HeadRead {
    const head = parseResponseHead(bytes);
    requireVersion1(head.version);
    if (head.status < 200 && head.status !== 101) return { unit: { kind: 'informational', bytes, head, offset } };
    const framing = responseFraming(head, this.#methods.shift() ?? 'GET');
    return { unit: { kind: 'head', bytes, head, offset }, framing };
  }
}

function readRequestHead(bytes: Uint8Array, offset: number): HeadRead {
  const head = parseRequestHead(bytes);
  requireVersion1(head.version);
  return { unit: { kind: 'head', bytes, head, offset }, framing: requestFraming(head) };
}

function requireVersion1(version: string): void {
  if (!version.startsWith('HTTP/1.')) throw new WireError(`not a version of HTTP/1: ${version}`);
}

function canBeginResponse(prefix: Uint8Array): boolean {
  const start = blankPrefixBytes(prefix);
  return start <= MAX_LEADING_BLANK_BYTES && 'HTTP/'.startsWith(latin1(prefix.subarray(start, start + 5)));
}

function canBeginRequest(prefix: Uint8Array): boolean {
  const start = blankPrefixBytes(prefix);
  const method = latin1(prefix.subarray(start, start + MAX_METHOD_BYTES));
  return start <= MAX_LEADING_BLANK_BYTES && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*(?:$| )/.test(method);
}

// Stops just past the limit, so that it stays cheap when called for every byte of a long head.
function blankPrefixBytes(prefix: Uint8Array): number {
  let count = 0;
  while (count <= MAX_LEADING_BLANK_BYTES && (prefix[count] === 0x0d || prefix[count] === 0x0a)) count += 1;
  return count;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
