import type { LinkBackend } from '../backend.js';
import { Endings } from '../sandwich/endings.js';
import { openSandwichLink } from '../sandwich/sandwich-link.js';
import { NginxLane } from './lane.js';
import type { NginxPlace } from './place.js';
import { nginxTreatment } from './treatments.js';

/** Links through an nginx: one process for the ordinary exchanges of each link, and one for each faulted kind. */
export function nginxBackend(place: NginxPlace): LinkBackend {
  const endings = new Endings();
  return {
    name: 'nginx',
    open: (options) =>
      openSandwichLink(options, {
        endings,
        innerHostname: place.recorderHostname,
        openLane: (profiles, targets) => NginxLane.open(place, profiles, targets),
        treat: nginxTreatment,
      }),
    close: () => endings.settled(),
  };
}
