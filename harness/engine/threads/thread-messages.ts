import type { CheckResult } from '../../checkers/checker.js';
import type { Revision } from '../../spec/revisions.js';
import type { Attempt } from '../case-host.js';
import type { ServerConduct } from '../conduct-request.js';
import type { FinishedCase } from '../run-case.js';
import type { Traffic } from '../traffic.js';

/** What a case in another thread has sent to the target; its times are on the shared clock. */
export interface ToldTraffic extends Omit<Traffic, 'recorder'> {
  /** Names the case among those of its thread. */
  readonly key: number;
}

/** That the target is dead, as another thread is told it; the time is on the shared clock. */
export interface ToldDeath {
  readonly message: string;
  readonly certainUntil: number;
  /** The cases of that thread that it may have died of. */
  readonly blamed: readonly { readonly key: number; readonly check: CheckResult }[];
}

/** From the thread that conducts a run to one that runs some of its cases. */
export type ToThread =
  | { readonly order: 'open'; readonly request: ServerConduct }
  | {
      readonly order: 'run';
      readonly ticket: number;
      readonly id: string;
      readonly revision: Revision;
      readonly attempt: Attempt;
    }
  | { readonly order: 'stop' | 'close' }
  /** Asks for the traffic of all cases that run there. */
  | { readonly order: 'account'; readonly ticket: number }
  /** The look at the target that was asked for is over; a death was told before. */
  | { readonly order: 'looked'; readonly ticket: number }
  | { readonly order: 'dead'; readonly death: ToldDeath };

/** From a thread that runs cases to the one that conducts. */
export type FromThread =
  | { readonly told: 'ready' }
  | { readonly told: 'failed'; readonly message: string }
  | { readonly told: 'finished'; readonly ticket: number; readonly finished?: FinishedCase }
  | {
      readonly told: 'account';
      readonly ticket: number;
      readonly aliveAt: number;
      readonly traffic: readonly ToldTraffic[];
    }
  | { readonly told: 'look'; readonly ticket: number }
  | { readonly told: 'closed' };

/** The parts of a MessagePort and of a worker that both ends use. */
export interface ThreadPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}
