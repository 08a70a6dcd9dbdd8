import { STATUS_CODES } from 'node:http';
import type { HeaderList, ResponseHead } from '../../wire/http-head.js';

/** The usual reason phrase of a status. */
export function statusText(status: number): string {
  return STATUS_CODES[status] ?? 'Unknown';
}

/** A response with that body; it keeps the connection open. */
export function makeAnswer(
  status: number,
  fields: HeaderList,
  body: Uint8Array,
): { head: ResponseHead; body: Uint8Array } {
  const reason = statusText(status);
  // These two statuses never have a body, and no length either (RFC 9110, section 8.6).
  if (status === 204 || status === 304) {
    return { head: { version: 'HTTP/1.1', status, reason, headers: fields }, body: new Uint8Array(0) };
  }
  const headers: HeaderList = [...fields, ['Content-Length', String(body.length)]];
  return { head: { version: 'HTTP/1.1', status, reason, headers }, body };
}
