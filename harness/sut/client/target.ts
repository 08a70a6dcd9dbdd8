import type { ClientContainers } from '../../link/containers/request.js';

/** The client that is checked. Plain data: it crosses threads. */
export interface ClientTarget {
  /** Shell command that starts it (its adapter, or with `official` the client itself). */
  readonly command: string;
  /** Where it runs, in place of the command, where that is a container for each of its processes. */
  readonly containers?: ClientContainers;
  readonly driver: 'adapter' | 'official';
  /** Headers that the client is told to send with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where a server has to listen that the client is to reach without a link: on a loopback address, unless it says so. */
export function serverPlaceOf({ containers }: ClientTarget): { readonly hostname?: string } {
  return containers === undefined ? {} : { hostname: containers.gateway };
}
