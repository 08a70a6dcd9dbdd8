import type { HeaderList } from './header-list.js';
import { WireError } from './wire-error.js';

export { headerValue, headerValues, removeHeader, setHeader } from './header-list.js';
export type { HeaderList } from './header-list.js';
export { WireError } from './wire-error.js';

/** Start line and header fields of a request. Text holds one character a byte (latin1). */
export interface RequestHead {
  method: string;
  /** The request target as on the wire: `/mcp`, or an absolute URL when sent to a proxy. */
  target: string;
  /** As on the wire: `HTTP/1.1`. */
  version: string;
  headers: HeaderList;
}

/** Start line and header fields of a response. Text holds one character a byte (latin1). */
export interface ResponseHead {
  /** As on the wire: `HTTP/1.1`. */
  version: string;
  status: number;
  /** The reason phrase; may be empty. */
  reason: string;
  headers: HeaderList;
}

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([^ \t]+) (HTTP\/\d\.\d)$/;
const STATUS_LINE = /^(HTTP\/\d\.\d) (\d{3})(?: (.*))?$/s;
const FIELD_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):(.*)$/s;

/**
 * Parses the head of a request (RFC 9112, sections 3 and 5). Lines may end with a bare LF, blank lines in front are
 * skipped (section 2.2), and the blank line at the end may be missing.
 * @throws WireError when the bytes are not a request head
 */
export function parseRequestHead(bytes: Uint8Array): RequestHead {
  const [startLine, ...fieldLines] = headLines(bytes);
  const match = REQUEST_LINE.exec(startLine ?? '');
  if (match === null) throw new WireError(`not an HTTP request line: ${excerpt(startLine ?? '')}`);
  const [, method = '', target = '', version = ''] = match;
  return { method, target, version, headers: parseFieldLines(fieldLines) };
}

/**
 * Parses the head of a response (RFC 9112, sections 4 and 5), with the same tolerance as {@link parseRequestHead}.
 * The space after the status may be missing together with the reason.
 * @throws WireError when the bytes are not a response head
 */
export function parseResponseHead(bytes: Uint8Array): ResponseHead {
  const [startLine, ...fieldLines] = headLines(bytes);
  const match = STATUS_LINE.exec(startLine ?? '');
  if (match === null) throw new WireError(`not an HTTP status line: ${excerpt(startLine ?? '')}`);
  const [, version = '', status = '', reason = ''] = match;
  return { version, status: Number(status), reason, headers: parseFieldLines(fieldLines) };
}

/** Writes a request head with its blank line. Nothing is checked: illegal values are written as they stand. */
export function serializeRequestHead(head: RequestHead): Uint8Array {
  return serializeHead(`${head.method} ${head.target} ${head.version}`, head.headers);
}

/** Writes a response head with its blank line. Nothing is checked: illegal values are written as they stand. */
export function serializeResponseHead(head: ResponseHead): Uint8Array {
  return serializeHead(`${head.version} ${head.status} ${head.reason}`, head.headers);
}

function serializeHead(startLine: string, headers: HeaderList): Uint8Array {
  const lines = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Uint8Array.from(Buffer.from(lines.join('\r\n'), 'latin1'));
}

function headLines(bytes: Uint8Array): string[] {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const lines = head.replace(/^(?:\r?\n)+/, '').split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  const blankAt = lines.indexOf('');
  if (blankAt !== -1) throw new WireError(`text after the blank line of a head: ${excerpt(lines[blankAt + 1] ?? '')}`);
  const unsafe = lines.find((line) => line.includes('\r') || line.includes('\0'));
  if (unsafe !== undefined) throw new WireError(`a bare CR or a NUL in a head line: ${excerpt(unsafe)}`);
  return lines;
}

function parseFieldLines(lines: readonly string[]): HeaderList {
  const headers: [string, string][] = [];
  for (const line of lines) {
    const previous = headers.at(-1);
    if (/^[ \t]/.test(line)) {
      // Line folding is obsolete; RFC 9112, section 5.2 lets a recipient read it as a space.
      if (previous === undefined) throw new WireError(`a folded line without a header field: ${excerpt(line)}`);
      previous[1] = trimOptionalWhitespace(`${previous[1]} ${trimOptionalWhitespace(line)}`);
      continue;
    }
    const match = FIELD_LINE.exec(line);
    if (match === null) throw new WireError(`not an HTTP header field: ${excerpt(line)}`);
    headers.push([match[1] ?? '', trimOptionalWhitespace(match[2] ?? '')]);
  }
  return headers;
}

// Space and tab only: a general trim would also take the latin1 no-break space, which is content.
function trimOptionalWhitespace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isOptionalWhitespace(value[start])) start += 1;
  while (end > start && isOptionalWhitespace(value[end - 1])) end -= 1;
  return value.slice(start, end);
}

function isOptionalWhitespace(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function excerpt(line: string): string {
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}...` : line);
}
