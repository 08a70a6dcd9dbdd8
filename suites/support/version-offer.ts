import type { ServerContext } from '../../harness/engine/context.js';
import type { Exchange, SendOptions, Session } from '../../harness/peer/probe.js';
import { headerValue } from '../../harness/wire/http-head.js';
import { isObject } from '../../harness/wire/jsonrpc.js';

type Params = Readonly<Record<string, unknown>>;

/** Params of `initialize` as a client without any capability sends them; `undefined` among the changes leaves one out. */
export function initializeParams(protocolVersion: unknown, changes: Params = {}): Params {
  const clientInfo = { name: 'mcp-faultline', version: '0.1.0' };
  return { protocolVersion, capabilities: {}, clientInfo, ...changes };
}

/** Posts `initialize` and waits for the end of its answer. Nothing is required of it. */
export async function offer(
  context: ServerContext,
  label: string,
  params: unknown,
  options: SendOptions = {},
): Promise<Exchange> {
  const message = { jsonrpc: '2.0', id: 1, method: 'initialize', params };
  const exchange = context.post(message, { ...options, label });
  await exchange.ended();
  return exchange;
}

/** The version in the answer to an offer, where there is one. */
export function versionOf(exchange: Exchange): string | undefined {
  const value = exchange.messages.find((message) => message.kind === 'result')?.value;
  const result = isObject(value) ? value['result'] : undefined;
  const version = isObject(result) ? result['protocolVersion'] : undefined;
  return typeof version === 'string' ? version : undefined;
}

/** Ends the session that an offer led to, if any, so that none is left behind on the target. */
export async function dismiss(context: ServerContext, exchange: Exchange): Promise<void> {
  const head = await exchange.head();
  const id = head && headerValue(head.headers, 'mcp-session-id');
  if (id === undefined) return;
  const headers = { 'Mcp-Session-Id': id, 'MCP-Protocol-Version': versionOf(exchange) ?? context.revision };
  await context.send({ method: 'DELETE', label: `${exchange.label}/dismissed`, headers }).ended();
}

/** A request that any server with a declared feature answers with a result, and `ping` on one without. */
export function ordinaryMethod(session: Pick<Session, 'capabilities'>): string {
  if (session.capabilities['tools'] !== undefined) return 'tools/list';
  return session.capabilities['resources'] !== undefined ? 'resources/list' : 'ping';
}
