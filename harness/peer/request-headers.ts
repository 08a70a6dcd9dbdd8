import { LABEL_HEADER } from '../link/link.js';
import { hasVersionHeader, isRevision } from '../spec/revisions.js';

/** What a session adds to every request after `initialize`. */
export interface SessionHeaders {
  readonly sessionId: string | undefined;
  readonly negotiated: string;
}

/** What the headers of a request depend on. */
export interface HeaderPlan {
  readonly label: string;
  readonly method: string;
  readonly host: string;
  /** The user's own, such as `Authorization`; sent with every request. */
  readonly userHeaders: Readonly<Record<string, string>>;
  readonly session?: SessionHeaders;
  readonly hasBody: boolean;
  /** Leaves out what a correct client would add. */
  readonly bare?: boolean;
  /** Added or replaced in the end; null leaves one out. */
  readonly changes?: Readonly<Record<string, string | null>>;
}

/** The product as it names itself to the servers that it checks. */
const USER_AGENT = 'mcp-faultline';

function clientHeaders({ method, session, hasBody }: HeaderPlan): [string, string][] {
  const headers: [string, string][] = [['User-Agent', USER_AGENT]];
  // Streamable HTTP, sending messages and listening (basic/transports): a POST accepts both forms, a GET the stream.
  if (method === 'GET') headers.push(['Accept', 'text/event-stream']);
  else if (method === 'POST') headers.push(['Accept', 'application/json, text/event-stream']);
  if (hasBody) headers.push(['Content-Type', 'application/json']);
  if (session?.sessionId !== undefined) headers.push(['Mcp-Session-Id', session.sessionId]);
  if (session !== undefined && isRevision(session.negotiated) && hasVersionHeader(session.negotiated)) {
    headers.push(['MCP-Protocol-Version', session.negotiated]);
  }
  return headers;
}

/** The headers of a request as a flat list of names and values, in the order in which they are sent. */
export function requestHeaders(plan: HeaderPlan): string[] {
  const chosen = new Map<string, readonly [name: string, value: string]>();
  const set = (name: string, value: string): void => void chosen.set(name.toLowerCase(), [name, value]);
  set('Host', plan.host);
  if (plan.bare !== true) for (const [name, value] of clientHeaders(plan)) set(name, value);
  for (const [name, value] of Object.entries(plan.userHeaders)) set(name, value);
  for (const [name, value] of Object.entries(plan.changes ?? {})) {
    if (value === null) chosen.delete(name.toLowerCase());
    else set(name, value);
  }
  set(LABEL_HEADER, plan.label);
  return [...chosen.values()].flat();
}
