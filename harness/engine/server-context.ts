import type { Recorder } from '../history/recorder.js';
import type { Probe } from '../peer/probe.js';
import type { ServerCase } from './case.js';
import type { OpenedFor } from './case-host.js';
import { commonContext, createArmory, createCurtain, require } from './common-context.js';
import type { Going } from './common-context.js';
import type { ServerContext } from './context.js';
import { answerDeadlineOf } from './deadlines.js';
import { seededRandom } from './random.js';
import type { CaseEnvironment } from './run-options.js';
import { createWays } from './ways.js';
import type { Ways } from './ways.js';

/** A server case that is open. */
export interface OpenedContext {
  readonly context: ServerContext;
  /** Ends every wait of the script and closes every socket. What the script asks of its context later rejects. */
  close(): Promise<void>;
}

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
  const curtain = createCurtain();
  const armory = createArmory();
  const ways = createWays(revision, recorder, environment, random);
  const close = (): Promise<void> => {
    curtain.fall();
    return ways.close();
  };
  try {
    const main = await ways.open();
    for (const spec of faults) await armory.arm(main.link, spec);
    const context: ServerContext = {
      ...commonContext({ armory, recorder, curtain, answerDeadlineMs, timeScale, random }),
      ...probing(main.probe, curtain.going),
      ...steering(ways, recorder, environment, curtain.going),
      revision,
      profile,
      userTool: target.userTool,
    };
    return { context, close };
  } catch (error) {
    await close();
    throw error;
  }
}
