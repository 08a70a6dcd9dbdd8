import type { ServerContext } from '../../harness/engine/context.js';
import { headerValue } from '../../harness/wire/http-head.js';

/** Where the target's endpoint is, as its own requests name it. */
export interface Endpoint {
  /** Path and query. */
  readonly target: string;
  /** Value of Host: name, and port unless it is the default one. */
  readonly host: string;
}

/** Reads the address of the endpoint from the first request that was forwarded; a session has to be connected before. */
export async function endpointOf(context: ServerContext): Promise<Endpoint> {
  const event = await context.until(
    'a forwarded request',
    (candidate) => candidate.kind === 'request' && candidate.side === 'server',
  );
  context.require(event?.kind === 'request', 'the link recorded no request');
  return { target: event.target, host: headerValue(event.headers, 'host') ?? '' };
}

/** The path of a request target, without its query and without a slash at its end. */
export function pathOf(target: string): string {
  return target.replace(/[?#].*$/s, '').replace(/\/$/, '');
}
