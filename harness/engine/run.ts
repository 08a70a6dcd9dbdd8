import { randomUUID } from 'node:crypto';
import type { Revision } from '../spec/revisions.js';
import { discoverServer } from '../sut/discover.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerTarget } from '../sut/target.js';
import type { CaseResult, RunFacts } from './result.js';
import { runInVitest } from './run-in-vitest.js';
import type { RunEvent } from './run-events.js';

export type { RunEvent } from './run-events.js';

/** A run of the server suites against one target. */
export interface RunRequest {
  readonly target: ServerTarget;
  /** What the target offers, when it is known already; otherwise it is discovered first. */
  readonly profile?: ServerProfile;
  /** Revisions to check; default: every one that the target speaks. */
  readonly revisions?: readonly Revision[];
  readonly cases: readonly string[];
  readonly suites: readonly string[];
  readonly faults: readonly string[];
  readonly seed: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly concurrency: number;
  readonly timeScale: number;
  readonly signal: AbortSignal;
  /** A second process of the same server, for the cases with two backends. */
  readonly secondUrl?: URL;
  readonly restart?: () => Promise<void>;
  onEvent(event: RunEvent): void;
}

/** How a run ended, with everything that was measured until then. */
export interface RunOutcome {
  readonly facts: RunFacts;
  readonly results: readonly CaseResult[];
  readonly status: 'finished' | 'unreachable' | 'interrupted' | 'failed';
  readonly problem?: string;
}

/** Asked anew each time: what a signal said before a wait says nothing of it afterwards. */
function hasAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

const DISCOVERY_DEADLINE_MS = 5000;
const BYTES_PER_KIB = 1024;

function harnessCost(): NonNullable<RunFacts['harness']> {
  const { user, system } = process.cpuUsage();
  return { cpuMs: Math.round((user + system) / 1000), peakMemoryBytes: process.resourceUsage().maxRSS * BYTES_PER_KIB };
}

/** Discovers the target, runs the selected cases, and returns what they came to. Rejects only for faults of its own. */
export async function runServer(request: RunRequest): Promise<RunOutcome> {
  const startedAt = new Date();
  const begun = performance.now();
  const outcome = (
    status: RunOutcome['status'],
    results: readonly CaseResult[],
    profile?: ServerProfile,
    problem?: string,
  ): RunOutcome => ({
    status,
    results,
    ...(problem !== undefined && { problem }),
    facts: {
      seed: request.seed,
      topology: 'embedded',
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - begun),
      target: {
        role: 'server',
        transport: 'streamable-http',
        url: request.target.url.href,
        ...(request.target.command !== undefined && { command: request.target.command }),
        ...(profile?.name !== undefined && { name: profile.name }),
        ...(profile?.version !== undefined && { version: profile.version }),
        revisions: profile?.revisions ?? [],
      },
      harness: harnessCost(),
      ...(problem !== undefined && { problem }),
    },
  });

  const discovery =
    request.profile === undefined
      ? await discoverServer(request.target, { deadlineMs: DISCOVERY_DEADLINE_MS })
      : ({ ok: true, profile: request.profile } as const);
  if (request.signal.aborted) return outcome('interrupted', []);
  if (!discovery.ok) return outcome('unreachable', [], undefined, discovery.reason);
  const { profile } = discovery;
  request.onEvent({ kind: 'discovered', profile });
  const revisions = profile.revisions.filter((revision) => request.revisions?.includes(revision) ?? true);
  if (revisions.length === 0) {
    const spoken = profile.revisions.join(', ');
    return outcome('unreachable', [], profile, `the target speaks none of the chosen revisions, only ${spoken}`);
  }
  const { results, problem } = await runInVitest(
    {
      target: { ...request.target, url: request.target.url.href },
      ...(request.secondUrl !== undefined && { secondUrl: request.secondUrl.href }),
      profile,
      revisions,
      selection: { cases: request.cases, suites: request.suites, faults: request.faults },
      seed: request.seed,
      concurrency: request.concurrency,
      timeScale: request.timeScale,
      ...(request.shard && { shard: request.shard }),
    },
    {
      channel: `faultline-${randomUUID()}`,
      signal: request.signal,
      ...(request.restart && { restart: request.restart }),
      onEvent: (event) => request.onEvent(event),
    },
  );
  if (hasAborted(request.signal)) return outcome('interrupted', results, profile);
  return outcome(problem === undefined ? 'finished' : 'failed', results, profile, problem);
}
