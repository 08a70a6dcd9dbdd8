import type { Address } from '../embedded/link-hooks.js';

/**
 * Where a Toxiproxy runs, and how it and this process reach each other. In a container the two see different
 * addresses for the same port, and neither sees the loopback interface of the other.
 */
export interface ToxiproxyPlace {
  /** Base of its HTTP API, as this process reaches it. */
  readonly apiUrl: string;
  /** The `host:port` on which the next proxy is to listen, as Toxiproxy is told; port 0 leaves the choice to it. */
  listenOn(): string;
  /** Where this process dials a proxy that listens there; the port is the one that Toxiproxy has opened. */
  dialAt(port: number): Address;
  /** The port is free again: its proxy was removed. */
  release(port: number): void;
  /** Address of this machine on which the recorder behind Toxiproxy listens. */
  readonly recorderHostname: string;
  /** Where Toxiproxy dials that recorder. */
  upstreamAt(recorder: Address): Address;
}

/** A Toxiproxy on this machine's loopback interface, which picks free ports for itself. */
export function localPlace(apiUrl: string): ToxiproxyPlace {
  const hostname = '127.0.0.1';
  return {
    apiUrl,
    listenOn: () => `${hostname}:0`,
    dialAt: (port) => ({ hostname, port }),
    release: () => undefined,
    recorderHostname: hostname,
    upstreamAt: (recorder) => recorder,
  };
}
