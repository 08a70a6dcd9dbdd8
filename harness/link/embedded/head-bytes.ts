import type { HeaderList, RequestHead } from '../../wire/http-head.js';
import { headerValue, removeHeader, setHeader } from '../../wire/http-head.js';
import { KEEP_HOST_HEADER, LABEL_HEADER } from '../link.js';

/** A request head and its bytes. */
export interface RequestHeadBytes {
  readonly head: RequestHead;
  readonly bytes: Uint8Array;
}

/**
 * Takes the harness's own fields out of a request head and replaces its Host where `rewriteHost` is given, unless the
 * request asks for its own to be kept. Every other byte stays as it was: spelling, spacing, order and line ends are
 * evidence.
 */
export function prepareRequestHead(received: RequestHeadBytes, rewriteHost: string | undefined): RequestHeadBytes {
  const keepsHost = headerValue(received.head.headers, KEEP_HOST_HEADER) !== undefined;
  let { head, bytes } = received;
  for (const own of [LABEL_HEADER, KEEP_HOST_HEADER]) {
    if (headerValue(head.headers, own) === undefined) continue;
    head = withHeaders(head, removeHeader(head.headers, own));
    bytes = replaceFieldLine(bytes, own, undefined);
  }
  if (rewriteHost !== undefined && !keepsHost) {
    head = withHeaders(head, setHeader(head.headers, 'Host', rewriteHost));
    bytes = replaceFieldLine(bytes, 'host', `Host: ${rewriteHost}`);
  }
  return { head, bytes };
}

/** Whether the client waits for leave to send its body. */
export function expectsContinue(head: RequestHead): boolean {
  return headerValue(head.headers, 'Expect')?.trim().toLowerCase() === '100-continue';
}

function withHeaders(head: RequestHead, headers: HeaderList): RequestHead {
  return { ...head, headers };
}

/** Replaces the lines of that field (or drops them); the line ends of the others are kept. */
function replaceFieldLine(bytes: Uint8Array, name: string, replacement: string | undefined): Uint8Array {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').split('\n');
  let isReplaced = replacement === undefined;
  const kept = lines.flatMap((line) => {
    if (!line.toLowerCase().startsWith(`${name}:`)) return [line];
    if (isReplaced) return [];
    isReplaced = true;
    return [`${replacement ?? ''}${line.endsWith('\r') ? '\r' : ''}`];
  });
  // A request of HTTP/1.0 may have no Host at all.
  if (!isReplaced) kept.splice(1, 0, `${replacement ?? ''}\r`);
  return Buffer.from(kept.join('\n'), 'latin1');
}
