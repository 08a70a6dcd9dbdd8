import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { FAULTS } from '../faults/index.js';
import { faultId } from '../faults/fault.js';
import type { FaultSpec } from '../faults/fault.js';
import type { Recorder } from '../history/recorder.js';
import type { ArmedFault, Link } from '../link/link.js';
import { PreconditionError } from '../peer/probe.js';
import type { Probe } from '../peer/probe.js';
import type { ServerCase } from './case.js';
import type { OpenedFor } from './case-host.js';
import type { ServerContext } from './context.js';
import { answerDeadlineOf } from './deadlines.js';
import { pause } from './pause.js';
import { seededRandom } from './random.js';
import type { CaseEnvironment } from './run-options.js';
import { createWays } from './ways.js';
import type { Ways } from './ways.js';

const FIRED_DEADLINE_MS = 10_000;

/** A server case that is open. */
export interface OpenedContext {
  readonly context: ServerContext;
  /** Ends every wait of the script and closes every socket. What the script asks of its context later rejects. */
  close(): Promise<void>;
}

async function arm(link: Link, faults: readonly FaultSpec[]): Promise<Map<string, ArmedFault>> {
  const armed = new Map<string, ArmedFault>();
  for (const spec of faults) {
    if (!FAULTS.has(spec.kind)) throw new Error(`unknown kind of fault: ${spec.kind}`);
    if (armed.has(faultId(spec))) throw new Error(`two faults of the case are called ${faultId(spec)}`);
    armed.set(faultId(spec), await link.arm(spec));
  }
  return armed;
}

function require(condition: unknown, what: string): asserts condition {
  if (!condition) throw new PreconditionError(what);
}

/** Stops a script that was abandoned at the next thing that it asks for: nothing may begin once its case is over. */
type Going = () => void;

/** The parts of a context that open connections and sessions. */
function probing(probe: Probe, going: Going): Probe {
  return {
    async connect(options) {
      going();
      const session = await probe.connect(options);
      going();
      return session;
    },
    send(request) {
      going();
      return probe.send(request);
    },
    post(body, options) {
      going();
      return probe.post(body, options);
    },
    async socket(label) {
      going();
      return probe.socket(label);
    },
    close: () => probe.close(),
  };
}

type Waiting = Pick<ServerContext, 'fault' | 'fired' | 'until' | 'silence'>;

/** The parts of a context that let time pass. */
function waiting(
  armed: ReadonlyMap<string, ArmedFault>,
  recorder: Recorder,
  defaults: { readonly answerDeadlineMs: number; readonly timeScale: number },
  over: AbortSignal,
  going: Going,
): Waiting {
  const fault = (id: string): ArmedFault => {
    const found = armed.get(id);
    if (found === undefined) throw new Error(`the case has no fault called ${id}`);
    return found;
  };
  return {
    fault,
    async fired(id, deadlineMs = FIRED_DEADLINE_MS) {
      going();
      const armedFault = fault(id);
      const struck = new AbortController();
      const enough = (): void => struck.abort();
      void armedFault.fired.then(enough);
      over.addEventListener('abort', enough);
      await pause(deadlineMs, struck.signal);
      over.removeEventListener('abort', enough);
      going();
      require(armedFault.firedCount > 0, `the fault ${id} did not strike within ${deadlineMs} ms`);
    },
    async until(name, accepts, deadlineMs = defaults.answerDeadlineMs) {
      going();
      const event = await recorder.waitFor(name, deadlineMs, accepts, over);
      going();
      return event;
    },
    async silence(ms) {
      going();
      await pause(ms * defaults.timeScale, over);
      going();
    },
  };
}

/** The parts of a context that work on the target and its links. */
function steering(
  ways: Ways,
  recorder: Recorder,
  environment: CaseEnvironment,
  going: Going,
): Pick<ServerContext, 'cut' | 'bystander' | 'restart'> {
  return {
    cut: (exchange, how, sides = 'both') => ways.links.some((link) => link.cut(exchange, how, sides)),
    async bystander() {
      going();
      return probing((await ways.open(`bystander-${ways.links.length}/`)).probe, going);
    },
    async restart() {
      going();
      require(environment.restart !== undefined, 'the harness did not start the target and cannot restart it');
      recorder.record({ kind: 'probe', what: 'mark', name: 'restart' });
      await environment.restart();
      going();
    },
  };
}

/** Opens a link to the target, puts the faults of the case on it, and gives the script its context. */
export async function openServerCase(
  opened: Omit<OpenedFor<ServerCase>, 'patience'>,
  environment: CaseEnvironment,
): Promise<OpenedContext> {
  const { definition, revision, faults, recorder } = opened;
  const { target, seed, timeScale } = environment;
  const profile = environment.profileAt(revision);
  const answerDeadlineMs = answerDeadlineOf(profile, environment.patience);
  const random = seededRandom(seed, definition.id, revision);
  // Not seeded: a target that outlives the run still holds the counters of the last one under its names.
  const nonceRoot = randomBytes(6).toString('hex');
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const going: Going = () => require(!over.signal.aborted, 'the case is over');
  const ways = createWays(revision, recorder, environment, random);
  const close = (): Promise<void> => {
    over.abort();
    return ways.close();
  };
  try {
    const main = await ways.open();
    const armed = await arm(main.link, faults);
    const context: ServerContext = {
      ...probing(main.probe, going),
      ...waiting(armed, recorder, { answerDeadlineMs, timeScale }, over.signal, going),
      ...steering(ways, recorder, environment, going),
      revision,
      profile,
      userTool: target.userTool,
      answerDeadlineMs,
      random,
      nonce: (name) => `${name}-${nonceRoot}-${Math.floor(random() * 2 ** 40).toString(36)}`,
      mark: (name) => void recorder.record({ kind: 'probe', what: 'mark', name }),
      fact: (name, value) => void recorder.record({ kind: 'probe', what: 'fact', name, value }),
      require,
      scaled: (ms) => ms * timeScale,
    };
    return { context, close };
  } catch (error) {
    await close();
    throw error;
  }
}
