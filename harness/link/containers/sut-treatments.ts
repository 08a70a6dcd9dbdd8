import { setTimeout as delay } from 'node:timers/promises';
import type { FaultSpec } from '../../faults/fault.js';
import type { AnyFault } from '../../faults/index.js';
import { PAYLOAD_PROGRESS } from '../sandwich/progress.js';
import type { Lane, Treatment } from '../sandwich/proxy.js';
import { strikeAt } from '../sandwich/strike.js';
import type { ContainerControl } from './sut-control.js';

/**
 * How the container of a server brings about a fault. It strikes once, whatever exchanges it is on: there is one server.
 * @throws Error when it can't
 */
export function sutTreatment<L extends Lane, Setup>(spec: FaultSpec, control: ContainerControl): Treatment<L, Setup> {
  const fault = spec as AnyFault;
  switch (fault.kind) {
    case 'pause':
      return striking(fault.at, { begin: () => control.pause(), end: () => control.restore(), isSeenAtOnce: false });
    case 'kill':
      return striking(fault.at, { begin: () => control.kill(), end: () => control.restore(), isSeenAtOnce: true });
    case 'disconnect':
      return striking(fault.at, {
        begin: () => control.disconnect(),
        end: () => control.restore(),
        isSeenAtOnce: false,
      });
    case 'restart':
      return restarting(fault.at, fault.downMs, control);
    default:
      throw new Error(`a container cannot bring about a fault of the kind ${JSON.stringify(spec.kind)}`);
  }
}

type At = Extract<AnyFault, { readonly kind: 'pause' }>['at'];

/** What is done to the server, and how it is taken back. */
interface Outage {
  readonly begin: () => Promise<void>;
  readonly end: () => Promise<void>;
  /** Whether the server shows that it goes away while it is being done, so that the strike comes before it. */
  readonly isSeenAtOnce: boolean;
}

/** Comes back by itself. */
function restarting<L extends Lane, Setup>(at: At, downMs: number, control: ContainerControl): Treatment<L, Setup> {
  let back: Promise<void> = Promise.resolve();
  const begin = async (): Promise<void> => {
    await control.kill();
    back = delay(downMs).then(() => control.restore());
    // Whoever heals it hears of a failure.
    back.catch(() => undefined);
  };
  return striking(at, { begin, end: () => back, isSeenAtOnce: true });
}

function striking<L extends Lane, Setup>(at: At, { begin, end, isSeenAtOnce }: Outage): Treatment<L, Setup> {
  let begun: Promise<void> | undefined;
  let isHealed = false;
  if (at === 'connect') throw new Error('the server is reached when a request has come: nothing can strike at connect');
  return {
    ownLane: false,
    attach: ({ passage, fired, failed }) =>
      strikeAt(passage, {
        at,
        progress: PAYLOAD_PROGRESS,
        isWanted: () => !isHealed && begun === undefined,
        act: async (where) => {
          if (isSeenAtOnce) fired(where);
          begun = begin();
          await begun;
          if (!isSeenAtOnce) fired(where);
        },
        failed,
      }),
    async heal() {
      isHealed = true;
      await begun?.catch(() => undefined);
      await end();
    },
  };
}
