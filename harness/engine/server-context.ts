import { randomBytes } from 'node:crypto';
import { FAULTS } from '../faults/index.js';
import { faultId } from '../faults/fault.js';
import type { FaultSpec } from '../faults/fault.js';
import type { Recorder } from '../history/recorder.js';
import { openEmbeddedLink } from '../link/embedded/embedded-link.js';
import type { ArmedFault, Link } from '../link/link.js';
import { PreconditionError } from '../peer/probe.js';
import type { Probe, Session } from '../peer/probe.js';
import { createProbe } from '../peer/create-probe.js';
import type { Revision } from '../spec/revisions.js';
import { hostHeaderOf, upstreamOf } from '../sut/target.js';
import type { ServerContext } from './context.js';
import type { CaseEnvironment } from './run-options.js';
import { seededRandom } from './random.js';

/** Shortest and relative limit for one answer on a healthy link: a loaded machine must not turn slow into wrong. */
const ANSWER_DEADLINE_MIN_MS = 6000;
const ANSWER_DEADLINE_FACTOR = 50;
const FIRED_DEADLINE_MS = 10_000;

/** Everything that one running case has open. */
export interface OpenedCase {
  readonly context: ServerContext;
  readonly links: readonly Link[];
  readonly sessions: readonly Session[];
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

function silenceFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** Opens a link to the target, puts the faults of the case on it, and gives the script its context. */
export async function openServerCase(
  caseId: string,
  revision: Revision,
  faults: readonly FaultSpec[],
  recorder: Recorder,
  environment: CaseEnvironment,
): Promise<OpenedCase> {
  const { target, seed, timeScale, signal } = environment;
  const profile = environment.profileAt(revision);
  const answerDeadlineMs =
    environment.patience * Math.max(ANSWER_DEADLINE_MIN_MS, profile.answerMs * ANSWER_DEADLINE_FACTOR);
  const random = seededRandom(seed, caseId, revision);
  const links: Link[] = [];
  const probes: Probe[] = [];
  const sessions: Session[] = [];

  const open = async (labelPrefix = ''): Promise<{ link: Link; probe: Probe }> => {
    const link = await openEmbeddedLink({
      upstream: upstreamOf(target),
      recorder,
      rewriteHost: hostHeaderOf(target),
      seed: Math.floor(random() * 2 ** 31),
      ...(environment.secondTarget && { secondUpstream: upstreamOf(environment.secondTarget) }),
      ...(environment.restart && { restart: environment.restart }),
    });
    links.push(link);
    const probe = createProbe({
      link: { hostname: link.hostname, port: link.port },
      target: { host: hostHeaderOf(target), path: target.url.pathname + target.url.search, headers: target.headers },
      recorder,
      revision,
      answerDeadlineMs,
      labelPrefix,
    });
    probes.push(probe);
    const connect: Probe['connect'] = async (options) => {
      const session = await probe.connect(options);
      sessions.push(session);
      return session;
    };
    return { link, probe: { ...probe, connect } };
  };

  const main = await open();
  const armed = await arm(main.link, faults);
  const require: ServerContext['require'] = (condition, what) => {
    if (!condition) throw new PreconditionError(what);
  };
  const fault = (id: string): ArmedFault => {
    const found = armed.get(id);
    if (found === undefined) throw new Error(`the case has no fault called ${id}`);
    return found;
  };
  // Not seeded: a target that outlives the run still holds the counters of the last one under its names.
  const nonceRoot = randomBytes(6).toString('hex');
  const context: ServerContext = {
    ...main.probe,
    revision,
    profile,
    userTool: target.userTool,
    answerDeadlineMs,
    random,
    nonce: (name) => `${name}-${nonceRoot}-${Math.floor(random() * 2 ** 40).toString(36)}`,
    fault,
    async fired(id, deadlineMs = FIRED_DEADLINE_MS) {
      await Promise.race([fault(id).fired, silenceFor(deadlineMs, signal)]);
      require(fault(id).firedCount > 0, `the fault ${id} did not strike within ${deadlineMs} ms`);
    },
    cut: (exchange, how, sides = 'both') => links.some((link) => link.cut(exchange, how, sides)),
    until: (name, accepts, deadlineMs = answerDeadlineMs) => recorder.waitFor(name, deadlineMs, accepts),
    silence: (ms) => silenceFor(ms * timeScale, signal),
    mark: (name) => void recorder.record({ kind: 'probe', what: 'mark', name }),
    fact: (name, value) => void recorder.record({ kind: 'probe', what: 'fact', name, value }),
    require,
    scaled: (ms) => ms * timeScale,
    bystander: async () => (await open(`bystander-${links.length}/`)).probe,
    async restart() {
      require(environment.restart !== undefined, 'the harness did not start the target and cannot restart it');
      recorder.record({ kind: 'probe', what: 'mark', name: 'restart' });
      await environment.restart();
    },
  };
  return {
    context,
    links,
    sessions,
    async close() {
      await Promise.allSettled(probes.map((probe) => probe.close()));
      await Promise.allSettled(links.map((link) => link.close()));
    },
  };
}
