import type { RequestHead } from '../../wire/http-head.js';
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
  const { headers } = received.head;
  if (passLabel !== undefined) return rewrite(received, [[LABEL_HEADER, passLabel]]);
  const keepsHost = headerValue(headers, KEEP_HOST_HEADER) !== undefined;
  const edits = [LABEL_HEADER, KEEP_HOST_HEADER]
    .filter((name) => headerValue(headers, name) !== undefined)
    .map((name): FieldEdit => [name, undefined]);
  if (rewriteHost !== undefined && !keepsHost) edits.push(['Host', rewriteHost]);
  return edits.length === 0 ? received : rewrite(received, edits);
}

/** A field and its new value; without one it is taken out. */
type FieldEdit = readonly [name: string, value: string | undefined];

function rewrite({ head, bytes }: RequestHeadBytes, edits: readonly FieldEdit[]): RequestHeadBytes {
  let { headers } = head;
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  for (const [name, value] of edits) {
    headers = value === undefined ? removeHeader(headers, name) : setHeader(headers, name, value);
    text = replaceFieldLine(text, name.toLowerCase(), value === undefined ? undefined : `${name}: ${value}`);
  }
  return { head: { ...head, headers }, bytes: Buffer.from(text, 'latin1') };
}

/** Whether the client waits for leave to send its body. */
export function expectsContinue(head: RequestHead): boolean {
  return headerValue(head.headers, 'Expect')?.trim().toLowerCase() === '100-continue';
}

/** Replaces the first line of that field and drops the others, or drops them all; line ends are kept. */
function replaceFieldLine(text: string, name: string, replacement: string | undefined): string {
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
  return result;
}
