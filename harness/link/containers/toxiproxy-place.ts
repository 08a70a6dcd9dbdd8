import type { ToxiproxyPlace } from '../toxiproxy/place.js';
import type { ContainersRequest } from './request.js';

/** The Toxiproxy of a topology. Its container has all of its ports to itself, so that any one is free. */
export function containerToxiproxy({ toxiproxy, gateway }: ContainersRequest): ToxiproxyPlace {
  return {
    apiUrl: toxiproxy.apiUrl,
    listenOn: () => '0.0.0.0:0',
    dialAt: (port) => ({ hostname: toxiproxy.hostname, port }),
    release: () => undefined,
    recorderHostname: gateway,
    upstreamAt: (recorder) => recorder,
  };
}
