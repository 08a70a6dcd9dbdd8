import { randomBytes } from 'node:crypto';
import type { EmbeddedLinkOptions } from '../embedded/embedded-link.js';
import type { LinkBackend } from '../backend.js';
import type { Link } from '../link.js';
import { Endings } from '../sandwich/endings.js';
import type { Proxy } from '../sandwich/proxy.js';
import { openSandwichLink } from '../sandwich/sandwich-link.js';
import { ToxiproxyApi, type ToxicBody } from './api.js';
import { ToxiproxyLane } from './lane.js';
import type { ToxiproxyPlace } from './place.js';
import { toxicTreatment } from './treatments.js';

/** A Toxiproxy that was made ready. */
export interface ToxiproxyAccess {
  readonly place: ToxiproxyPlace;
  /** Ends it, where it was started for this run. */
  close(): Promise<void>;
}

/** Links through a Toxiproxy, which `access` makes ready for the first of them. */
export function toxiproxyBackend(access: () => Promise<ToxiproxyAccess>): LinkBackend {
  // Other runs may use the same Toxiproxy.
  const run = randomBytes(4).toString('hex');
  let ready: Promise<ToxiproxyAccess> | undefined;
  const endings = new Endings();
  let proxies = 0;
  const nextName = (): string => {
    proxies += 1;
    return `faultline-${run}-${proxies}`;
  };
  return {
    name: 'toxiproxy',
    async open(options: EmbeddedLinkOptions): Promise<Link> {
      ready ??= access();
      const { place } = await ready;
      return openSandwichLink(options, proxyAt(place, nextName, endings));
    },
    async close() {
      const closing = ready;
      ready = undefined;
      const opened = await closing?.catch(() => undefined);
      await endings.settled();
      await opened?.close();
    },
  };
}

function proxyAt(
  place: ToxiproxyPlace,
  nextName: () => string,
  endings: Endings,
): Proxy<ToxiproxyLane, readonly ToxicBody[]> {
  const api = new ToxiproxyApi(place.apiUrl);
  return {
    endings,
    innerHostname: place.recorderHostname,
    openLane: (setups, { upstream }) => ToxiproxyLane.open(api, place, nextName(), upstream, setups.flat()),
    treat: toxicTreatment,
  };
}
