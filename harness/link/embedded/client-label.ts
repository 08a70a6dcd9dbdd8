import type { ClassifiedMessage } from '../../wire/jsonrpc.js';
import { headerValue, type RequestHead } from '../../wire/http-head.js';
import { LABEL_HEADER } from '../link.js';
import { expectsContinue } from './head-bytes.js';

const METHOD_LIMIT = 60;
/** Where clients look for metadata of authorization (RFC 8615). */
const WELL_KNOWN = '/.well-known/';

/** Whether the messages of a body are to be known before the request can be named. */
export function needsMessages(head: RequestHead): boolean {
  // A client that waits for leave to send its body would wait for ever.
  return head.method === 'POST' && !expectsContinue(head) && headerValue(head.headers, LABEL_HEADER) === undefined;
}

/**
 * What a request of a client under test is called, before it is numbered: `POST` and the method of its message, `POST
 * response`, `POST batch`, or `POST` where no message can be read; else the HTTP method. Requests for metadata, which
 * are no part of the transport, are named with their path.
 */
export function clientLabel({ method, target }: RequestHead, messages: readonly ClassifiedMessage[]): string {
  const path = target.split('?')[0] ?? '';
  if (path.includes(WELL_KNOWN)) return `${method} ${readable(path)}`;
  const what = contentName(messages);
  return what === undefined ? method : `${method} ${what}`;
}

function contentName(messages: readonly ClassifiedMessage[]): string | undefined {
  const [message] = messages;
  if (message === undefined) return undefined;
  if (messages.length > 1) return 'batch';
  if (message.kind === 'result' || message.kind === 'error') return 'response';
  return message.method === undefined || message.method === '' ? undefined : readable(message.method);
}

// The text is the client's: it must not look like a number that the link has given, nor break a line of a report.
function readable(text: string): string {
  return text.slice(0, METHOD_LIMIT).replace(/[^\w/.$-]/g, '?');
}
