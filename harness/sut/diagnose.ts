import type { Exchange } from '../peer/probe.js';
import type { ResponseStart } from '../peer/exchange-state.js';
import { headerValue } from '../wire/http-head.js';
import { isObject } from '../wire/jsonrpc.js';
import { excerpt } from './excerpt.js';
import type { ServerTarget } from './target.js';

async function withoutHead(exchange: Exchange, target: ServerTarget, deadlineMs: number): Promise<string> {
  const { host } = target.url;
  switch (await exchange.ended()) {
    case 'refused':
      return `nothing listens at ${host} (connection refused)`;
    case 'deadline':
    case 'aborted':
      return `${host} accepted the connection, but did not answer initialize within ${deadlineMs} ms`;
    case 'protocol-error':
      return `${host} does not answer in HTTP/1.1; is the scheme of the URL right?`;
    default:
      return `${host} closed the connection without an answer to initialize; is the scheme of the URL right?`;
  }
}

function ofStatus(head: ResponseStart, body: string, target: ServerTarget): string | undefined {
  const { status, headers } = head;
  const path = target.url.pathname;
  const said = body === '' ? '' : `: ${excerpt(body)}`;
  if (status >= 300 && status < 400) {
    return `the URL redirects (HTTP ${status}) to ${excerpt(headerValue(headers, 'location') ?? 'nowhere')}; use that URL`;
  }
  switch (status) {
    case 401:
      return 'the server demands authorization (HTTP 401); add --header "Authorization: Bearer ..."';
    case 403:
      return `the server refuses access (HTTP 403); add --header "Authorization: ..." if it needs one${said}`;
    case 404:
      return `there is no endpoint at ${path} (HTTP 404); check the path of the URL`;
    case 405:
      return `the endpoint at ${path} does not take POST (HTTP 405); check the path, or it is an HTTP+SSE server`;
    default:
      return status >= 200 && status < 300 ? undefined : `initialize was answered with HTTP status ${status}${said}`;
  }
}

function rpcError(value: unknown): string | undefined {
  const error = isObject(value) ? value['error'] : undefined;
  if (!isObject(error)) return undefined;
  const code = typeof error['code'] === 'number' ? ` ${error['code']}` : '';
  const message = typeof error['message'] === 'string' ? `: ${excerpt(error['message'])}` : '';
  return `initialize was answered with the error${code}${message}`;
}

function ofBody(head: ResponseStart, exchange: Exchange, reason: string): string {
  const type = (headerValue(head.headers, 'content-type') ?? '').toLowerCase();
  const body = exchange.bodyText;
  if (type.includes('html') || /^\s*<(!doctype|html)/i.test(body)) {
    return 'the URL is answered with an HTML page: it is no MCP endpoint';
  }
  if (type.startsWith('text/event-stream')) return `${reason}; the event stream brought no response to it`;
  if (head.status === 202 || body === '')
    return `the server accepted initialize (HTTP ${head.status}), but sent no response to it`;
  if (!type.startsWith('application/json')) {
    return `initialize was answered with the media type ${excerpt(type) || '(none)'} instead of JSON: ${excerpt(body)}`;
  }
  const isJson = exchange.messages.length > 0;
  return isJson
    ? `initialize was answered with JSON that is no response to it: ${excerpt(body)}`
    : `initialize was answered with a body that is not JSON: ${excerpt(body)}`;
}

/**
 * One line that says why a handshake came to nothing, and what its user can do about it. `reason` is the handshake's
 * own account of it.
 */
export async function diagnose(
  exchange: Exchange,
  target: ServerTarget,
  reason: string,
  deadlineMs: number,
): Promise<string> {
  const head = await exchange.head();
  if (head === undefined) return withoutHead(exchange, target, deadlineMs);
  await exchange.ended();
  const answer = exchange.messages.find(({ kind }) => kind === 'result' || kind === 'error');
  const status = ofStatus(head, exchange.bodyText, target);
  const advised = [401, 403, 404, 405].includes(head.status) || (head.status >= 300 && head.status < 400);
  const error = rpcError(answer?.value);
  if (error !== undefined && !advised) return status === undefined ? error : `${error} (HTTP ${head.status})`;
  if (status !== undefined) return status;
  return answer?.kind === 'result' ? reason : ofBody(head, exchange, reason);
}
