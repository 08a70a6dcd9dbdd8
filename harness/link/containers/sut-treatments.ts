import { setTimeout as delay } from 'node:timers/promises';
import type { FaultSpec } from '../../faults/fault.js';
import type { AnyFault } from '../../faults/index.js';
import { PAYLOAD_PROGRESS } from '../sandwich/progress.js';
import type { Lane, Treatment } from '../sandwich/proxy.js';
import { strikeAt } from '../sandwich/strike.js';
import type { SutControl } from './sut-control.js';

/**
 * How the container of a server brings about a fault. It strikes once, whatever exchanges it is on: there is one server.
 * @throws Error when it can't
 */
export function sutTreatment<L extends Lane, Setup>(spec: FaultSpec, control: SutControl): Treatment<L, Setup> {
  const fault = spec as AnyFault;
  switch (fault.kind) {
    case 'pause':
      return outage(fault.at, () => control.pause(), control);
    case 'kill':
      return outage(fault.at, () => control.kill(), control);
    case 'disconnect':
      return outage(fault.at, () => control.disconnect(), control);
    case 'restart':
      return restarting(fault.at, fault.downMs, control);
    default:
      throw new Error(`a container cannot bring about a fault of the kind ${JSON.stringify(spec.kind)}`);
  }
}

type At = Extract<AnyFault, { readonly kind: 'pause' }>['at'];

function outage<L extends Lane, Setup>(
  at: At,
  begin: () => Promise<void>,
  control: SutControl,
): Treatment<L, Setup> {
  return striking(at, begin, () => control.restore());
}

/** Comes back by itself. */
function restarting<L extends Lane, Setup>(at: At, downMs: number, control: SutControl): Treatment<L, Setup> {
  let back: Promise<void> = Promise.resolve();
  const begin = async (): Promise<void> => {
    await control.kill();
    back = delay(downMs).then(() => control.restore());
    // Whoever heals it hears of a failure.
    back.catch(() => undefined);
  };
  return striking(at, begin, () => back);
}

function striking<L extends Lane, Setup>(
  at: At,
  begin: () => Promise<void>,
  end: () => Promise<void>,
): Treatment<L, Setup> {
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
        act: (where) => {
          // Said first: what the server does in going away comes after it.
          fired(where);
          begun = begin();
          return begun;
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
