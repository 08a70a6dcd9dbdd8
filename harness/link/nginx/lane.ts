import type { Address } from '../embedded/link-hooks.js';
import type { Lane, LaneTargets } from '../sandwich/proxy.js';
import { nginxConfig } from './config.js';
import type { NginxPlace, RunningNginx } from './place.js';
import { joinProfiles, type NginxProfile } from './profile.js';

/** One nginx with a configuration of its own. */
export class NginxLane implements Lane {
  readonly address: Address;
  readonly #nginx: RunningNginx;

  private constructor(nginx: RunningNginx) {
    this.#nginx = nginx;
    this.address = nginx.address;
  }

  static async open(place: NginxPlace, profiles: readonly NginxProfile[], targets: LaneTargets): Promise<NginxLane> {
    const { upstream, secondUpstream } = targets;
    const recorders = secondUpstream === undefined ? [upstream] : [upstream, secondUpstream];
    const upstreams = recorders.map((recorder) => place.upstreamAt(recorder));
    const profile = joinProfiles(profiles);
    return new NginxLane(await place.run((listen) => nginxConfig(profile, { listen, upstreams })));
  }

  /** Ends it, which ends its connections on both sides. */
  close(): Promise<void> {
    return this.#nginx.end();
  }
}
