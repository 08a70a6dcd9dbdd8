import { STATUS_CODES } from 'node:http';
import { headerValue, serializeResponseHead, type HeaderList } from '../../wire/http-head.js';
import { concatBytes, utf8 } from '../../wire/bytes.js';
import { PacedOutput } from './paced-output.js';
import type { HeaderFields, ServedFraming, WritePlan } from './scripted-server.js';
import type { ServedConnection } from './served-connection.js';

const LAST_CHUNK = utf8('0\r\n\r\n');
const NO_BODY_STATUSES = new Set([204, 304]);

/** Writes one response as it is told, legal or not. After the connection has ended all of it is without effect. */
export class ResponseWriter {
  readonly #connection: ServedConnection;
  readonly #output = new PacedOutput();
  readonly #isBodiless: boolean;
  #framing: ServedFraming | undefined;
  #closes = false;

  /** @param method of the request: a response to HEAD has no body */
  constructor(connection: ServedConnection, method: string) {
    this.#connection = connection;
    this.#isBodiless = method === 'HEAD';
  }

  get headWritten(): boolean {
    return this.#framing !== undefined;
  }

  /** Whether the head says that the connection does not outlive the response. */
  get closesConnection(): boolean {
    return this.#closes;
  }

  /** @throws Error for a second head */
  head(status: number, fields: HeaderFields, framing: ServedFraming): void {
    if (this.#framing !== undefined) throw new Error('the response has a head already');
    const isBodiless = NO_BODY_STATUSES.has(status);
    this.#framing = isBodiless ? 'none' : framing;
    const headers = withFraming(headerList(fields), this.#framing);
    this.#closes = this.#framing === 'close' || headerValue(headers, 'Connection')?.trim().toLowerCase() === 'close';
    this.#writeHead(status, headers);
  }

  informational(status: number, fields: HeaderFields): void {
    this.#writeHead(status, headerList(fields));
  }

  /** @throws Error where there is no head yet */
  payload(bytes: Uint8Array, plan: WritePlan): void {
    const framing = this.#framing;
    if (framing === undefined) throw new Error('a response must have a head before it can have a body');
    if (this.#isBodiless || bytes.length === 0) return;
    const pieces = piecesOf(bytes, plan.pieces ?? []);
    for (const [index, piece] of pieces.entries()) {
      this.raw(framing === 'chunked' ? chunkOf(piece) : piece);
      if (index < pieces.length - 1) this.#output.rest();
    }
  }

  raw(bytes: Uint8Array): void {
    this.#output.run(() => this.#connection.write(bytes));
  }

  /** Writes what ends the body in order, then calls `then`. */
  complete(then: () => void): void {
    if (this.#framing === 'chunked' && !this.#isBodiless) this.raw(LAST_CHUNK);
    this.#output.run(then);
  }

  /** Calls `then` when everything before has been written. */
  after(then: () => void): void {
    this.#output.run(then);
  }

  /** The client has gone: nothing needs to keep its pace. */
  hurry(): void {
    this.#output.hurry();
  }

  #writeHead(status: number, headers: HeaderList): void {
    this.raw(serializeResponseHead({ version: 'HTTP/1.1', status, reason: STATUS_CODES[status] ?? '', headers }));
  }
}

function headerList(fields: HeaderFields): HeaderList {
  return Object.entries(fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  );
}

/** Adds the field that the framing needs, unless the script has given one of its own. */
function withFraming(headers: HeaderList, framing: ServedFraming): HeaderList {
  if (framing === 'chunked') return withDefault(headers, 'Transfer-Encoding', 'chunked');
  if (typeof framing === 'object') return withDefault(headers, 'Content-Length', String(framing.contentLength));
  return headers;
}

function withDefault(headers: HeaderList, name: string, value: string): HeaderList {
  return headerValue(headers, name) === undefined ? [...headers, [name, value]] : headers;
}

function piecesOf(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const sizeBytes = Math.max(1, sizes[Math.min(pieces.length, sizes.length - 1)] ?? bytes.length);
    pieces.push(bytes.subarray(at, at + sizeBytes));
    at += sizeBytes;
  }
  return pieces;
}

function chunkOf(bytes: Uint8Array): Uint8Array {
  return concatBytes([utf8(`${bytes.length.toString(16)}\r\n`), bytes, utf8('\r\n')]);
}
