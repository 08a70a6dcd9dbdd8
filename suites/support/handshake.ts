import type { ServerContext } from '../../harness/engine/context.js';
import type { Exchange } from '../../harness/peer/probe.js';
import { headerValue } from '../../harness/wire/http-head.js';

/** How an `initialize` that stands alone is sent. */
export interface BareInitialize {
  readonly label: string;
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Sends `initialize` without going on with the handshake; sessions that come of it are ended by {@link dropSession}. */
export function bareInitialize(context: ServerContext, { label, headers }: BareInitialize): Exchange {
  const params = {
    protocolVersion: context.revision,
    capabilities: {},
    clientInfo: { name: 'mcp-faultline', version: '0.1.0' },
  };
  return context.post(
    { jsonrpc: '2.0', id: label, method: 'initialize', params },
    { label, ...(headers && { headers }) },
  );
}

/** The session id that the answer to an `initialize` named. */
export async function sessionIdOf(exchange: Exchange): Promise<string | undefined> {
  const head = await exchange.head();
  return head && headerValue(head.headers, 'mcp-session-id');
}

/** Lets another client begin, to see whether the server is still there for everybody; its session is ended again. */
export async function beginAnother(context: ServerContext, label: string): Promise<void> {
  const initialize = bareInitialize(context, { label });
  await initialize.ended();
  const id = await sessionIdOf(initialize);
  if (id !== undefined && context.profile.deletes) await dropSession(context, id, `${label}/drop`);
}

/** Ends a session that is known by its id alone. */
export async function dropSession(context: ServerContext, id: string, label: string): Promise<void> {
  await context.send({ method: 'DELETE', label, headers: { 'Mcp-Session-Id': id } }).ended();
}
