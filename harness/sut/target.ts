import type { Upstream } from '../link/link.js';

/** A tool that the user allows to be called. */
export interface UserTool {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A server to be checked over HTTP. */
export interface ServerTarget {
  readonly url: URL;
  /** Sent with every request, such as `Authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where it is dialled, where that is not what the URL says: the server of a container is known as `localhost`. */
  readonly dialAt?: { readonly hostname: string; readonly port: number };
  /** The image that the server runs from, where the harness is to start it. */
  readonly image?: string;
  /** Starts the server, where the harness is to do it. */
  readonly command?: string;
  readonly userTool?: UserTool;
}

/** Where a link has to forward to; throws a TypeError for a URL that is not http or https. */
export function upstreamOf(target: ServerTarget): Upstream {
  const { protocol, hostname, port } = target.url;
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new TypeError(`not an http or https URL: ${target.url.href}`);
  if (target.dialAt !== undefined) {
    const { hostname: dialled, port: dialledPort } = target.dialAt;
    return { protocol, hostname: dialled, port: dialledPort };
  }
  const standardPort = protocol === 'https:' ? 443 : 80;
  return {
    protocol,
    // A URL writes an IPv6 address in brackets; sockets want it bare.
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? standardPort : Number(port),
  };
}

/** The `Host` header that a client of the target would send. */
export function hostHeaderOf(target: ServerTarget): string {
  return target.url.host;
}

/** The request target (path and query) of the endpoint. */
export function pathOf(target: ServerTarget): string {
  return `${target.url.pathname}${target.url.search}`;
}
