import { randomUUID } from 'node:crypto';
import type { Revision } from '../spec/revisions.js';
import { discoverServer } from '../sut/discover.js';
import type { Discovery } from '../sut/discover.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerTarget } from '../sut/target.js';
import type { ServerConduct } from './conduct-request.js';
import type { CaseResult, RunFacts } from './result.js';
import { runInVitest } from './run-in-vitest.js';
import type { RunEvent } from './run-events.js';
import type { Shard } from './shard.js';

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
  readonly shard?: Shard;
  readonly concurrency: number;
  readonly timeScale: number;
  readonly signal: AbortSignal;
  /** A second process of the same server, for the cases with two backends. */
  readonly secondUrl?: URL;
  readonly restart?: () => Promise<void>;
  readonly onEvent: (event: RunEvent) => void;
}

/** How a run ended, with everything that was measured until then. */
export interface RunOutcome {
  readonly facts: RunFacts;
  readonly results: readonly CaseResult[];
  readonly status: 'finished' | 'unreachable' | 'interrupted' | 'failed';
  readonly problem?: string;
}

/** How a run ended, before the facts about it are put together. */
interface Ending {
  readonly status: RunOutcome['status'];
  readonly results?: readonly CaseResult[];
  readonly profile?: ServerProfile;
  readonly problem?: string | undefined;
}

const DISCOVERY_DEADLINE_MS = 5000;
const BYTES_PER_KIB = 1024;

function harnessCost(): NonNullable<RunFacts['harness']> {
  const { user, system } = process.cpuUsage();
  return { cpuMs: Math.round((user + system) / 1000), peakMemoryBytes: process.resourceUsage().maxRSS * BYTES_PER_KIB };
}

function targetFacts({ target }: RunRequest, profile: ServerProfile | undefined): RunFacts['target'] {
  return {
    role: 'server',
    transport: 'streamable-http',
    url: target.url.href,
    ...(target.command !== undefined && { command: target.command }),
    ...(profile?.name !== undefined && { name: profile.name }),
    ...(profile?.version !== undefined && { version: profile.version }),
    revisions: profile?.revisions ?? [],
  };
}

function isStopped({ signal }: RunRequest): boolean {
  return signal.aborted;
}

/** Undefined when the run was stopped first; the looking itself then goes on to its own deadlines. */
async function discover({ target, profile, signal }: RunRequest): Promise<Discovery | undefined> {
  if (profile !== undefined) return { ok: true, profile };
  let onAbort = (): void => undefined;
  const stopped = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([discoverServer(target, { deadlineMs: DISCOVERY_DEADLINE_MS }), stopped]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function conductRequest(request: RunRequest, profile: ServerProfile, revisions: readonly Revision[]): ServerConduct {
  const { target, secondUrl, cases, suites, faults, seed, concurrency, timeScale, shard } = request;
  return {
    role: 'server',
    target: { ...target, url: target.url.href },
    ...(secondUrl !== undefined && { secondUrl: secondUrl.href }),
    profile,
    revisions,
    selection: { cases, suites, faults },
    seed,
    concurrency,
    timeScale,
    ...(shard && { shard }),
  };
}

/** Whether the target was gone before any case had come to a verdict. */
function wasNothingChecked(results: readonly CaseResult[], message: string): boolean {
  const open = results.filter(({ verdict }) => verdict !== 'skip');
  return open.length > 0 && open.every((result) => result.verdict === 'inconclusive' && result.message === message);
}

async function runToItsEnd(request: RunRequest): Promise<Ending> {
  if (isStopped(request)) return { status: 'interrupted' };
  const discovery = await discover(request);
  if (discovery === undefined || isStopped(request)) return { status: 'interrupted' };
  if (!discovery.ok) return { status: 'unreachable', problem: discovery.reason };
  const { profile } = discovery;
  request.onEvent({ kind: 'discovered', profile });
  const revisions = profile.revisions.filter((revision) => request.revisions?.includes(revision) ?? true);
  if (revisions.length === 0) {
    const spoken = profile.revisions.join(', ');
    const problem = `the target speaks none of the chosen revisions, only ${spoken}`;
    return { status: 'unreachable', profile, problem };
  }
  const told: string[] = [];
  const { results, problem } = await runInVitest(conductRequest(request, profile, revisions), {
    channel: `faultline-${randomUUID()}`,
    signal: request.signal,
    ...(request.restart && { restart: request.restart }),
    onEvent(event) {
      if (event.kind === 'problem') told.push(event.message);
      request.onEvent(event);
    },
  });
  if (isStopped(request)) return { status: 'interrupted', results, profile };
  if (problem !== undefined) return { status: 'failed', results, profile, problem };
  const [diedAtOnce] = told.filter((message) => wasNothingChecked(results, message));
  return { status: diedAtOnce === undefined ? 'finished' : 'unreachable', results, profile, problem: diedAtOnce };
}

/**
 * Discovers the target, runs the selected cases, and returns what they came to. When the signal is aborted it resolves
 * soon, with what was measured until then. Rejects only for faults of its own.
 */
export async function runServer(request: RunRequest): Promise<RunOutcome> {
  const startedAt = new Date();
  const begun = performance.now();
  const { status, results = [], profile, problem } = await runToItsEnd(request);
  const told = problem === undefined ? {} : { problem };
  return {
    status,
    results,
    ...told,
    facts: {
      seed: request.seed,
      topology: 'embedded',
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - begun),
      target: targetFacts(request, profile),
      harness: harnessCost(),
      ...told,
    },
  };
}
