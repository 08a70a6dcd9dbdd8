import type { HeaderList, RequestHead } from '../../wire/http-head.js';
import { headerValue, removeHeader, setHeader } from '../../wire/http-head.js';
import { KEEP_HOST_HEADER, LABEL_HEADER } from '../link.js';

/** A request head and its bytes. */
export interface RequestHeadBytes {
  readonly head: RequestHead;
  readonly bytes: Uint8Array;
}

/** What becomes of the fields that are the harness's own business. */
export interface OwnFields {
  /** Value that replaces the Host, unless the request asks for its own to be kept. */
  readonly rewriteHost?: string | undefined;
  /** The label that the request goes on with, and the other fields with it; without one they are taken out. */
  readonly passLabel?: string;
}

/** Sees to the harness's own fields. Every other byte stays as it was: spelling, spacing, order and line ends are evidence. */
export function prepareRequestHead(received: RequestHeadBytes, own: OwnFields): RequestHeadBytes {
  const { rewriteHost, passLabel } = own;
  if (passLabel !== undefined) return setField(received, LABEL_HEADER, passLabel);
  const keepsHost = headerValue(received.head.headers, KEEP_HOST_HEADER) !== undefined;
  let { head, bytes } = received;
  for (const name of [LABEL_HEADER, KEEP_HOST_HEADER]) {
    if (headerValue(head.headers, name) === undefined) continue;
    head = withHeaders(head, removeHeader(head.headers, name));
    bytes = replaceFieldLine(bytes, name, undefined);
  }
  return rewriteHost === undefined || keepsHost ? { head, bytes } : setField({ head, bytes }, 'Host', rewriteHost);
}

function setField({ head, bytes }: RequestHeadBytes, name: string, value: string): RequestHeadBytes {
  return {
    head: withHeaders(head, setHeader(head.headers, name, value)),
    bytes: replaceFieldLine(bytes, name.toLowerCase(), `${name}: ${value}`),
  };
}

/** Whether the client waits for leave to send its body. */
export function expectsContinue(head: RequestHead): boolean {
  return headerValue(head.headers, 'Expect')?.trim().toLowerCase() === '100-continue';
}

function withHeaders(head: RequestHead, headers: HeaderList): RequestHead {
  return { ...head, headers };
}

/** Replaces the first line of that field and drops the others, or drops them all; line ends are kept. */
function replaceFieldLine(bytes: Uint8Array, name: string, replacement: string | undefined): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const lowered = text.toLowerCase();
  let result = '';
  let copiedTo = 0;
  let pending = replacement;
  // The start line is no field, so every field line has a line feed in front of it.
  for (let at = lowered.indexOf(`\n${name}:`); at !== -1; at = lowered.indexOf(`\n${name}:`, copiedTo - 1)) {
    const end = lowered.indexOf('\n', at + 1);
    result += text.slice(copiedTo, at + 1);
    if (pending !== undefined) result += `${pending}${lowered[end - 1] === '\r' ? '\r\n' : '\n'}`;
    pending = undefined;
    copiedTo = end + 1;
  }
  result += text.slice(copiedTo);
  // A request of HTTP/1.0 may have no Host at all.
  if (pending !== undefined) result = result.replace('\n', () => `\n${replacement ?? ''}\r\n`);
  return Buffer.from(result, 'latin1');
}
