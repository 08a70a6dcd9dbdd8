import { headerValues, type HeaderList, type RequestHead, type ResponseHead } from './http-head.js';
import { WireError } from './wire-error.js';

/** How the end of a message's body is found (RFC 9112, section 6.3). */
export type BodyFraming =
  { kind: 'no-body' } | { kind: 'content-length'; sizeBytes: number } | { kind: 'chunked' } | { kind: 'close' };

/**
 * Framing of a request's body.
 * @throws WireError where RFC 9112, section 6.3 lets a server only refuse the request
 */
export function requestFraming(head: RequestHead): BodyFraming {
  const coding = finalTransferCoding(head.headers);
  if (coding === 'chunked') return { kind: 'chunked' };
  if (coding !== undefined) throw new WireError(`a request whose final transfer coding is ${coding}, not chunked`);
  return lengthFraming(head.headers) ?? { kind: 'no-body' };
}

/**
 * Framing of the body of a response to a request with that method. After 101, and after a 2xx to CONNECT, the rest of
 * the connection counts as its body.
 * @throws WireError when the Content-Length cannot be read
 */
export function responseFraming(head: ResponseHead, requestMethod: string): BodyFraming {
  if (head.status === 101) return { kind: 'close' };
  if (requestMethod === 'HEAD' || head.status < 200 || head.status === 204 || head.status === 304) {
    return { kind: 'no-body' };
  }
  if (requestMethod === 'CONNECT' && head.status < 300) return { kind: 'close' };
  const coding = finalTransferCoding(head.headers);
  if (coding !== undefined) return coding === 'chunked' ? { kind: 'chunked' } : { kind: 'close' };
  return lengthFraming(head.headers) ?? { kind: 'close' };
}

// Transfer-Encoding wins over Content-Length where both are present.
function finalTransferCoding(headers: HeaderList): string | undefined {
  return listItems(headerValues(headers, 'Transfer-Encoding')).at(-1)?.toLowerCase();
}

function lengthFraming(headers: HeaderList): BodyFraming | undefined {
  const said = headerValues(headers, 'Content-Length');
  if (said.length === 0) return undefined;
  // The same length said several times is one length; anything else has no agreed meaning.
  const [value, ...others] = new Set(listItems(said));
  if (value === undefined || others.length > 0 || !/^[0-9]+$/.test(value) || !Number.isSafeInteger(Number(value))) {
    throw new WireError(`unusable Content-Length: ${JSON.stringify([value, ...others].join(', '))}`);
  }
  return { kind: 'content-length', sizeBytes: Number(value) };
}

function listItems(values: readonly string[]): string[] {
  if (values.length === 0) return [];
  const items = values.flatMap((value) => value.split(','));
  return items.map((item) => item.trim()).filter((item) => item !== '');
}
