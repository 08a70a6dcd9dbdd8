import { headerValue, type RequestHead } from '../../wire/http-head.js';
import type { ClassifiedMessage } from '../../wire/jsonrpc.js';
import { LABEL_HEADER } from '../link.js';
import { clientLabel } from './client-label.js';
import { Exchange } from './exchange.js';
import { prepareRequestHead, type RequestHeadBytes } from './head-bytes.js';
import type { Hop } from './hop.js';
import type { LinkContext } from './link-context.js';

/**
 * The exchange of a request whose head has come, under the label that it asks for or one of the link's own: for a client
 * under test that is what the request is, by its head and the messages of its body.
 */
export function beginExchange(
  context: LinkContext,
  hop: Hop,
  received: RequestHeadBytes,
  messages: readonly ClassifiedMessage[],
): Exchange {
  const { head } = received;
  const asked = headerValue(head.headers, LABEL_HEADER);
  const label = context.requestLabel(asked ?? (context.judgesClient ? clientLabel(head, messages) : undefined));
  const ownFields = context.passesLabels ? { passLabel: label } : { rewriteHost: context.rewriteHost };
  return new Exchange(context.recorder, hop, label, prepareRequestHead(received, ownFields));
}

/** The exchange of a response that no request was for, such as a 408 before the connection is closed. */
export function unaskedExchange(context: LinkContext, hop: Hop, label: string): Exchange {
  const head: RequestHead = { method: 'GET', target: '', version: 'HTTP/1.1', headers: [] };
  const exchange = new Exchange(context.recorder, hop, label, { head, bytes: new Uint8Array(0) });
  exchange.requestOver = true;
  return exchange;
}
