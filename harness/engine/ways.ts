import type { Recorder } from '../history/recorder.js';
import { EMBEDDED_BACKEND } from '../link/backend.js';
import type { Link } from '../link/link.js';
import { createProbe } from '../peer/create-probe.js';
import type { Probe } from '../peer/probe.js';
import type { Revision } from '../spec/revisions.js';
import { hostHeaderOf, pathOf, upstreamOf } from '../sut/target.js';
import { answerDeadlineOf } from './deadlines.js';
import type { CaseEnvironment } from './run-options.js';

/** A link to the target and the probe that dials it. */
export interface Way {
  readonly link: Link;
  readonly probe: Probe;
}

/** The ways of one case to its target. */
export interface Ways {
  /** Opens one more; `labelPrefix` stands in front of the labels of its exchanges. */
  open(labelPrefix?: string): Promise<Way>;
  readonly links: readonly Link[];
  /** Closes all of them, also one that is still being opened. */
  close(): Promise<void>;
}

/** No way yet. `random` seeds the links. */
export function createWays(
  revision: Revision,
  recorder: Recorder,
  environment: CaseEnvironment,
  random: () => number,
): Ways {
  const { target, secondTarget, restart, links: backend = EMBEDDED_BACKEND } = environment;
  const answerDeadlineMs = answerDeadlineOf(environment.profileAt(revision), environment.patience);
  const links: Link[] = [];
  const probes: Probe[] = [];
  let closed = false;

  const dial = async (link: Link, labelPrefix: string): Promise<Way> => {
    links.push(link);
    // The case ended while the port was being opened.
    if (closed) await link.close();
    const probe = createProbe({
      link: { hostname: link.hostname, port: link.port },
      target: { host: hostHeaderOf(target), path: pathOf(target), headers: target.headers },
      recorder,
      revision,
      answerDeadlineMs,
      labelPrefix,
    });
    probes.push(probe);
    return { link, probe };
  };
  return {
    links,
    async open(labelPrefix = '') {
      const link = await backend.open({
        upstream: upstreamOf(target),
        recorder,
        rewriteHost: hostHeaderOf(target),
        seed: Math.floor(random() * 2 ** 31),
        ...(secondTarget && { secondUpstream: upstreamOf(secondTarget) }),
        ...(restart && { restart }),
      });
      return dial(link, labelPrefix);
    },
    async close() {
      closed = true;
      await Promise.allSettled(probes.map((probe) => probe.close()));
      await Promise.allSettled(links.map((link) => link.close()));
    },
  };
}
