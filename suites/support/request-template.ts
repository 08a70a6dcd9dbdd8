import type { ServerContext } from '../../harness/engine/context.js';
import { labelLine } from '../../harness/peer/labels.js';
import type { Session } from '../../harness/peer/probe.js';
import { headerValue } from '../../harness/wire/http-head.js';
import type { HeaderList } from '../../harness/wire/http-head.js';

/** What a correct POST of a session looks like, for requests that are written byte by byte. */
export interface RequestTemplate {
  /** Path and query of the endpoint. */
  readonly target: string;
  /** The target's own Host. */
  readonly host: string;
  /** Headers of a correct client, those of the user and of the session included; neither Host nor framing. */
  readonly headers: HeaderList;
}

/** How a written request differs from the template. */
export interface RequestChanges {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  /** Headers left out, in lower case. */
  readonly without?: readonly string[];
  /** Lines put after the others, as they are and without line end. */
  readonly lines?: readonly string[];
  /** False leaves out the Content-Length. */
  readonly length?: boolean;
}

const NOT_COPIED = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']);

/** Learns from the session's own `initialized` notification, as it was forwarded, what its requests look like. */
export async function templateOf(context: ServerContext, session: Session): Promise<RequestTemplate> {
  const label = `${session.name}/initialized`;
  const event = await context.until(
    `forwarded ${label}`,
    (candidate) => candidate.kind === 'request' && candidate.side === 'server' && candidate.exchange === label,
  );
  context.require(event?.kind === 'request', `the link did not record ${label}`);
  return {
    target: event.target,
    host: headerValue(event.headers, 'host') ?? '',
    headers: event.headers.filter(([name]) => !NOT_COPIED.has(name.toLowerCase())),
  };
}

/** The head of a request up to and with its blank line. A Content-Length is made from `body` unless left out. */
export function requestHead(template: RequestTemplate, body: string, changes: RequestChanges = {}): string {
  const { method = 'POST', target = template.target, version = 'HTTP/1.1', without = [], lines = [] } = changes;
  const kept = template.headers.filter(([name]) => !without.includes(name.toLowerCase()));
  return [
    `${method} ${target} ${version}`,
    `Host: ${template.host}`,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    ...(changes.length === false ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    ...lines,
    '',
    '',
  ].join('\r\n');
}

/** A whole request with a body of known length. */
export function requestText(template: RequestTemplate, body: string, changes: RequestChanges = {}): string {
  return requestHead(template, body, changes) + body;
}

/** The same, named for the history: the link takes the name out again. */
export function namedRequest(
  template: RequestTemplate,
  label: string,
  body: string,
  changes: RequestChanges = {},
): string {
  const lines = [labelLine(label).trimEnd(), ...(changes.lines ?? [])];
  return requestText(template, body, { ...changes, lines });
}

/** A `ping` with that id. */
export function pingText(id: string | number): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' });
}
