import { openBackend } from '../link/open-backend.js';
import type { ServerTarget } from '../sut/target.js';
import { upstreamOf } from '../sut/target.js';
import type { ConductHooks } from './conduct.js';
import type { ServerConduct } from './conduct-request.js';
import { createSessionEnder } from './end-sessions.js';
import { startLagMeter } from './lag.js';
import { linkPatience } from './link-patience.js';
import type { CaseEnvironment } from './run-options.js';
import { createTargetWatch } from './target-watch.js';

/** What the cases of a run have in common, and how it is ended. */
export interface OpenEnvironment {
  readonly environment: CaseEnvironment;
  readonly close: () => Promise<void>;
}

/** Makes what all cases of a run work with. */
export function openEnvironment(
  request: Omit<ServerConduct, 'role' | 'selection'>,
  hooks: Pick<ConductHooks, 'signal' | 'restart' | 'control'>,
): OpenEnvironment {
  const { signal, restart, control } = hooks;
  const target: ServerTarget = { ...request.target, url: new URL(request.target.url) };
  const lag = startLagMeter();
  const sessionEnder = createSessionEnder(target);
  const targetWatch = createTargetWatch(upstreamOf(target), signal);
  const links = openBackend(request.backend ?? { name: 'embedded' }, control);
  const environment: CaseEnvironment = {
    links,
    target,
    profileAt(revision) {
      const profile = request.profile.byRevision[revision];
      if (profile === undefined) throw new Error(`the target was not looked at in revision ${revision}`);
      return profile;
    },
    seed: request.seed,
    timeScale: request.timeScale,
    patience: (request.patience ?? 1) * linkPatience(links),
    lag,
    sessionEnder,
    targetWatch,
    signal,
    ...(request.second && { secondTarget: secondTargetOf(target, request.second) }),
    ...(restart && { restart: () => targetWatch.duringRestart(restart) }),
  };
  return {
    environment,
    async close() {
      lag.stop();
      await Promise.all([sessionEnder.close(), links.close()]);
    },
  };
}

/** It is asked what the first one is asked, elsewhere. */
function secondTargetOf(target: ServerTarget, { url, dialAt }: NonNullable<ServerConduct['second']>): ServerTarget {
  return { headers: target.headers, url: new URL(url), ...(dialAt && { dialAt }) };
}
