import type { FaultSpec } from '../../faults/fault.js';
import type { AnyFault } from '../../faults/index.js';
import type { BlackHoleSpec } from '../../faults/black-hole.js';
import type { TruncateSpec } from '../../faults/truncate.js';
import { PAYLOAD_PROGRESS } from '../sandwich/progress.js';
import type { Treated, Treatment } from '../sandwich/proxy.js';
import { strikeAt } from '../sandwich/strike.js';
import type { ToxicBody } from './api.js';
import type { ToxiproxyLane } from './lane.js';
import { bandwidthToxics, blackHoleToxics, latencyToxics, slicerToxics } from './toxics.js';

type ToxicTreatment = Treatment<ToxiproxyLane, readonly ToxicBody[]>;

/**
 * How Toxiproxy brings about a fault.
 * @throws Error when it can't
 */
export function toxicTreatment(spec: FaultSpec): ToxicTreatment {
  const fault = spec as AnyFault;
  switch (fault.kind) {
    case 'latency':
      return fromTheBeginning(latencyToxics(fault));
    case 'bandwidth':
      return fromTheBeginning(bandwidthToxics(fault));
    case 'fragment':
      return fromTheBeginning(slicerToxics(fault));
    case 'truncate':
      return closing(fault);
    case 'blackHole':
      return swallowing(fault);
    default:
      throw new Error(`Toxiproxy cannot inject a fault of the kind ${JSON.stringify(spec.kind)}`);
  }
}

/** Toxics that are there when the first connection comes, and that a heal takes off. */
function fromTheBeginning(toxics: readonly ToxicBody[]): ToxicTreatment {
  const lanes = new Set<Promise<ToxiproxyLane>>();
  return {
    setup: toxics,
    ownLane: false,
    attach: ({ lane, fired }) => {
      lanes.add(lane);
      const names = toxics.map(({ name, attributes }) => `${name} ${JSON.stringify(attributes)}`);
      void lane.then(
        () => fired(`on the way of the request: ${names.join(', ')}`),
        () => undefined,
      );
    },
    heal: () => takeOff(lanes, toxics),
  };
}

/** The proxy is closed, which ends its connections. */
function closing({ at }: TruncateSpec): ToxicTreatment {
  let isHealed = false;
  return {
    ownLane: true,
    attach: (treated) =>
      strike(treated, at, {
        isWanted: () => !isHealed,
        act: async (lane, where) => {
          treated.passage.isCut = true;
          treated.fired(where);
          await lane.disable();
        },
      }),
    heal: () => {
      isHealed = true;
      return Promise.resolve();
    },
  };
}

/** Toxics that let nothing pass from a moment on. */
function swallowing(spec: BlackHoleSpec): ToxicTreatment {
  const toxics = blackHoleToxics(spec);
  const lanes = new Set<Promise<ToxiproxyLane>>();
  let isHealed = false;
  return {
    ownLane: true,
    attach: (treated) =>
      strike(treated, spec.at, {
        isWanted: () => !isHealed,
        act: async (lane, where) => {
          await lane.add(toxics);
          lanes.add(treated.lane);
          treated.fired(where);
        },
      }),
    heal: () => {
      isHealed = true;
      return takeOff(lanes, toxics);
    },
  };
}

function strike(
  { passage, lane, failed }: Treated<ToxiproxyLane>,
  at: TruncateSpec['at'],
  { isWanted, act }: { isWanted: () => boolean; act: (lane: ToxiproxyLane, where: string) => Promise<void> },
): void {
  if (at === 'connect') throw new Error('Toxiproxy is reached when a request has come: nothing can strike at connect');
  strikeAt(passage, {
    at,
    progress: PAYLOAD_PROGRESS,
    isWanted,
    act: async (where) => act(await lane, where),
    failed,
  });
}

async function takeOff(lanes: Set<Promise<ToxiproxyLane>>, toxics: readonly ToxicBody[]): Promise<void> {
  const opened = await Promise.all(lanes);
  lanes.clear();
  await Promise.all(opened.map((lane) => lane.remove(toxics)));
}
