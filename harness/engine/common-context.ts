import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { faultId } from '../faults/fault.js';
import type { FaultSpec } from '../faults/fault.js';
import { FAULTS } from '../faults/index.js';
import type { HistoryEvent } from '../history/events.js';
import type { Recorder } from '../history/recorder.js';
import type { ArmedFault, Link } from '../link/link.js';
import { PreconditionError } from '../peer/probe.js';
import { pause } from './pause.js';

const FIRED_DEADLINE_MS = 10_000;

/** What the contexts of both roles can do. */
export interface CommonContext {
  /** Seeded numbers in [0, 1): the same for the same seed, case and revision. */
  random(): number;
  /** A short text that occurs nowhere else in the run, for payloads that must not turn up elsewhere. */
  nonce(name: string): string;
  /** An armed fault of this case, by its id (default: its kind). */
  fault(id: string): ArmedFault;
  /** Waits until the fault has struck; a fault that does not strike in time makes the case inconclusive. */
  fired(id: string, deadlineMs?: number): Promise<void>;
  /** Waits for an event of the history; a missed deadline is recorded, not thrown. */
  until(
    name: string,
    accepts: (event: HistoryEvent) => boolean,
    deadlineMs?: number,
  ): Promise<HistoryEvent | undefined>;
  /** Lets time pass on purpose (scaled by --time-scale). Only for cases with `waits`, where silence itself is the subject. */
  silence(ms: number): Promise<void>;
  /** A named point for checkers to refer to. */
  mark(name: string): void;
  /** A named value for checkers to refer to. */
  fact(name: string, value: unknown): void;
  /** Ends the case as inconclusive unless `condition` holds. */
  require(condition: unknown, what: string): asserts condition;
  /** A time in ms multiplied by --time-scale. */
  scaled(ms: number): number;
  /** Limit for one answer on a healthy link, calibrated on this target. */
  readonly answerDeadlineMs: number;
}

/** The faults of a case by their ids, and the means to put more of them on a link. */
export interface Armory {
  readonly armed: ReadonlyMap<string, ArmedFault>;
  /** Rejects for an unknown kind and for an id that is taken. */
  arm(link: Link, spec: FaultSpec): Promise<ArmedFault>;
}

/** No fault yet. */
export function createArmory(): Armory {
  const armed = new Map<string, ArmedFault>();
  return {
    armed,
    async arm(link, spec) {
      if (!FAULTS.has(spec.kind)) throw new Error(`unknown kind of fault: ${spec.kind}`);
      if (armed.has(faultId(spec))) throw new Error(`two faults of the case are called ${faultId(spec)}`);
      const fault = await link.arm(spec);
      armed.set(faultId(spec), fault);
      return fault;
    },
  };
}

/** Ends the case as inconclusive unless `condition` holds. */
export function require(condition: unknown, what: string): asserts condition {
  if (!condition) throw new PreconditionError(what);
}

/** Stops a script that was abandoned at the next thing that it asks for: nothing may begin once its case is over. */
export type Going = () => void;

/** Whether a case is over, for everything that waits in it. */
export interface Curtain {
  readonly over: AbortSignal;
  readonly going: Going;
  fall(): void;
}

/** Given as the reason of an abort, which would otherwise make an error with a stack each time. */
const OVER = 'over';

/** The case goes on. */
export function createCurtain(): Curtain {
  const controller = new AbortController();
  const over = controller.signal;
  setMaxListeners(0, over);
  return { over, going: () => require(!over.aborted, 'the case is over'), fall: () => controller.abort(OVER) };
}

/** What the parts that are common to both roles are made of. */
export interface CommonParts {
  readonly armory: Armory;
  readonly recorder: Recorder;
  readonly curtain: Curtain;
  readonly answerDeadlineMs: number;
  readonly timeScale: number;
  readonly random: () => number;
}

/** The parts of a context that do not depend on who is under test. */
export function commonContext(parts: CommonParts): CommonContext {
  const { armory, recorder, curtain, answerDeadlineMs, timeScale, random } = parts;
  const { over, going } = curtain;
  // Not seeded: a target that outlives the run still holds the counters of the last one under its names.
  const nonceRoot = randomBytes(6).toString('hex');
  const fault = (id: string): ArmedFault => {
    const found = armory.armed.get(id);
    if (found === undefined) throw new Error(`the case has no fault called ${id}`);
    return found;
  };
  return {
    answerDeadlineMs,
    random,
    nonce: (name) => `${name}-${nonceRoot}-${Math.floor(random() * 2 ** 40).toString(36)}`,
    mark: (name) => void recorder.record({ kind: 'probe', what: 'mark', name }),
    fact: (name, value) => void recorder.record({ kind: 'probe', what: 'fact', name, value }),
    require,
    scaled: (ms) => ms * timeScale,
    fault,
    async fired(id, deadlineMs = FIRED_DEADLINE_MS) {
      going();
      const armedFault = fault(id);
      const struck = new AbortController();
      const enough = (): void => struck.abort(OVER);
      void armedFault.fired.then(enough);
      over.addEventListener('abort', enough);
      await pause(deadlineMs, struck.signal);
      over.removeEventListener('abort', enough);
      going();
      require(armedFault.firedCount > 0, `the fault ${id} did not strike within ${deadlineMs} ms`);
    },
    async until(name, accepts, deadlineMs = answerDeadlineMs) {
      going();
      const event = await recorder.waitFor(name, deadlineMs, accepts, over);
      going();
      return event;
    },
    async silence(ms) {
      going();
      await pause(ms * timeScale, over);
      going();
    },
  };
}
