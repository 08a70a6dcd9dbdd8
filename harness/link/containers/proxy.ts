import { beyondBackend } from '../../faults/ability.js';
import type { Backend, FaultSpec } from '../../faults/fault.js';
import type { Address } from '../embedded/link-hooks.js';
import { NginxLane } from '../nginx/lane.js';
import type { NginxPlace } from '../nginx/place.js';
import type { NginxProfile } from '../nginx/profile.js';
import { nginxTreatment } from '../nginx/treatments.js';
import type { Lane, LaneTargets, Proxy, Treatment } from '../sandwich/proxy.js';
import type { ToxicBody, ToxiproxyApi } from '../toxiproxy/api.js';
import { ToxiproxyLane } from '../toxiproxy/lane.js';
import type { ToxiproxyPlace } from '../toxiproxy/place.js';
import { toxicTreatment } from '../toxiproxy/treatments.js';
import type { ContainerControl } from './sut-control.js';
import { sutTreatment } from './sut-treatments.js';

/** What a way through the topology is set up with: toxics, or a profile of the nginx behind Toxiproxy. */
export type ChainSetup = { readonly toxics: readonly ToxicBody[] } | { readonly profile: NginxProfile };

/** One way through the topology: Toxiproxy, and an nginx behind it where a fault asks for one. */
export class ChainLane implements Lane {
  readonly address: Address;
  readonly toxiproxy: ToxiproxyLane;
  readonly nginx: NginxLane | undefined;

  constructor(toxiproxy: ToxiproxyLane, nginx: NginxLane | undefined) {
    this.address = toxiproxy.address;
    this.toxiproxy = toxiproxy;
    this.nginx = nginx;
  }

  async close(): Promise<void> {
    await Promise.all([this.toxiproxy.close(), this.nginx?.close()]);
  }
}

/** What the ways of one link lead through. */
export interface Chain {
  readonly api: ToxiproxyApi;
  readonly toxiproxy: ToxiproxyPlace;
  readonly nginx: NginxPlace;
  /** A name for the next proxy. */
  readonly nextName: () => string;
  readonly sut: ContainerControl | undefined;
}

/** The backends in a chain, in the order in which they are asked for a fault. */
export function backendsOf({ sut }: { readonly sut?: unknown }): Backend[] {
  return ['toxiproxy', 'nginx', ...(sut === undefined ? [] : ['containers' as const])];
}

/** The backend that brings about a fault: the first that can do it truthfully. */
export function backendFor(spec: FaultSpec, chain: { readonly sut?: unknown }): Backend | undefined {
  return backendsOf(chain).find((backend) => beyondBackend(spec, backend) === undefined);
}

/** The proxies of a topology as one. Each fault is brought about by the first backend that can do it truthfully. */
export function chainProxy(chain: Chain): Proxy<ChainLane, ChainSetup> {
  return {
    innerHostname: chain.toxiproxy.recorderHostname,
    // A client under test may be in a container, too.
    outerHostname: chain.toxiproxy.recorderHostname,
    openLane: (setups, targets) => openLane(chain, setups, targets),
    treat: (spec) => treat(chain, spec),
  };
}

async function openLane(chain: Chain, setups: readonly ChainSetup[], targets: LaneTargets): Promise<ChainLane> {
  const profiles = setups.flatMap((setup) => ('profile' in setup ? [setup.profile] : []));
  const toxics = setups.flatMap((setup) => ('toxics' in setup ? setup.toxics : []));
  const nginx = profiles.length === 0 ? undefined : await NginxLane.open(chain.nginx, profiles, targets);
  try {
    const next = nginx?.address ?? targets.upstream;
    return new ChainLane(await ToxiproxyLane.open(chain.api, chain.toxiproxy, chain.nextName(), next, toxics), nginx);
  } catch (error) {
    await nginx?.close();
    throw error;
  }
}

function treat({ sut }: Chain, spec: FaultSpec): Treatment<ChainLane, ChainSetup> {
  const able = backendFor(spec, { sut });
  if (able === 'toxiproxy') {
    return through(
      toxicTreatment(spec),
      (toxics) => ({ toxics }),
      ({ toxiproxy }) => toxiproxy,
    );
  }
  if (able === 'nginx') return through(nginxTreatment(spec), (profile) => ({ profile }), nginxOf);
  if (sut !== undefined) return sutTreatment(spec, sut);
  throw new Error(`no container of the topology can bring about a fault of the kind ${JSON.stringify(spec.kind)}`);
}

function nginxOf({ nginx }: ChainLane): NginxLane {
  if (nginx === undefined) throw new Error('the way leads through no nginx');
  return nginx;
}

/** A treatment by one proxy of the chain, on ways through all of it. */
function through<L extends Lane, Setup>(
  treatment: Treatment<L, Setup>,
  setupOf: (setup: Setup) => ChainSetup,
  partOf: (lane: ChainLane) => L,
): Treatment<ChainLane, ChainSetup> {
  const { setup, ownLane } = treatment;
  return {
    ...(setup === undefined ? {} : { setup: setupOf(setup) }),
    ownLane,
    attach: (treated) => treatment.attach({ ...treated, lane: treated.lane.then(partOf) }),
    ...(treatment.heal && { heal: () => treatment.heal?.() ?? Promise.resolve() }),
  };
}
