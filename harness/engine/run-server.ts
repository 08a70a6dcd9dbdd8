import type { BackendRequest } from '../link/open-backend.js';
import { discoverServer } from '../sut/discover.js';
import { whyNotReachable } from '../sut/reach.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerTarget } from '../sut/target.js';
import { runSuites } from './run.js';
import type { RunOutcome, RunRequestBase } from './run.js';
import type { Steering } from './steering.js';

/** A run of the server suites against one target. */
export interface RunRequest extends RunRequestBase, Steering {
  readonly target: ServerTarget;
  /** What the target offers, when it is known already; otherwise it is discovered first. */
  readonly profile?: ServerProfile;
  /** A second process of the same server, for the cases with two backends. */
  readonly second?: Pick<ServerTarget, 'url' | 'dialAt'>;
  /** What links are made of; default: the embedded one. */
  readonly backend?: BackendRequest;
}

const DISCOVERY_DEADLINE_MS = 5000;

/** {@link runSuites} for a server. */
export function runServer(request: RunRequest): Promise<RunOutcome> {
  const { target, profile: known, second, restart, control, backend } = request;
  return runSuites(request, {
    target: {
      role: 'server',
      transport: 'streamable-http',
      url: target.url.href,
      ...(target.command !== undefined && { command: target.command }),
    },
    look: async () => {
      const reason = second && (await whyNotReachable({ headers: {}, ...second }, DISCOVERY_DEADLINE_MS));
      if (reason !== undefined) return { ok: false, reason: `the second instance: ${reason}` };
      return known === undefined
        ? await discoverServer(target, { deadlineMs: DISCOVERY_DEADLINE_MS })
        : { ok: true, profile: known };
    },
    conduct: (settings, profile) => ({
      ...settings,
      role: 'server',
      target: { ...target, url: target.url.href },
      ...(second && { second: { ...second, url: second.url.href } }),
      ...(backend && { backend }),
      profile,
    }),
    steering: { ...(restart && { restart }), ...(control && { control }) },
  });
}
