import { randomUUID } from 'node:crypto';
import type { Revision } from '../spec/revisions.js';
import type { ConductRequest, RunSettings } from './conduct-request.js';
import type { CaseResult, RunFacts } from './result.js';
import { runInVitest } from './run-in-vitest.js';
import type { DiscoveredTarget, RunEvent } from './run-events.js';
import type { Shard } from './shard.js';
import type { Steering } from './steering.js';

export type { RunEvent } from './run-events.js';

/** How a run of the suites goes, whatever it checks. */
export interface RunRequestBase {
  /** Revisions to check; default: every one that the target speaks. */
  readonly revisions?: readonly Revision[];
  readonly cases: readonly string[];
  readonly suites: readonly string[];
  readonly faults: readonly string[];
  readonly seed: number;
  readonly shard?: Shard;
  /** What stands between the harness and the target; default: embedded. */
  readonly topology?: RunFacts['topology'];
  /** Generated cases take every form that there is, instead of a seeded sample. */
  readonly full?: boolean;
  readonly concurrency: number;
  /** How many threads run cases; default: one. */
  readonly threads?: number;
  readonly timeScale: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/** How a run ended, with everything that was measured until then. */
export interface RunOutcome {
  readonly facts: RunFacts;
  readonly results: readonly CaseResult[];
  readonly status: 'finished' | 'unreachable' | 'interrupted' | 'failed';
  readonly problem?: string;
}

/** What a look at a target came to: what it is, or one line that says why it can't be checked. */
export type Look<Profile> =
  { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly reason: string };

/** What a run needs to know of what it checks. */
export interface Subject<Profile extends DiscoveredTarget> {
  /** The facts that are known beforehand. */
  readonly target: Omit<RunFacts['target'], 'name' | 'version' | 'revisions'>;
  readonly look: () => Promise<Look<Profile>>;
  readonly conduct: (settings: RunSettings, profile: Profile) => ConductRequest;
  readonly steering?: Steering;
}

/** How a run ended, before the facts about it are put together. */
interface Ending {
  readonly status: RunOutcome['status'];
  readonly results?: readonly CaseResult[];
  readonly profile?: DiscoveredTarget;
  readonly problem?: string | undefined;
}

const BYTES_PER_KIB = 1024;

function harnessCost(): NonNullable<RunFacts['harness']> {
  const { user, system } = process.cpuUsage();
  return { cpuMs: Math.round((user + system) / 1000), peakMemoryBytes: process.resourceUsage().maxRSS * BYTES_PER_KIB };
}

function isStopped({ signal }: RunRequestBase): boolean {
  return signal.aborted;
}

/** Undefined when the run was stopped first; the looking itself then goes on to its own deadlines. */
async function lookUntil<Profile>(
  look: () => Promise<Look<Profile>>,
  signal: AbortSignal,
): Promise<Look<Profile> | undefined> {
  let onAbort = (): void => undefined;
  const stopped = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([look(), stopped]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function settingsOf(request: RunRequestBase, revisions: readonly Revision[]): RunSettings {
  const { cases, suites, faults, seed, concurrency, threads, timeScale, shard, full } = request;
  return {
    revisions,
    selection: { cases, suites, faults },
    seed,
    concurrency,
    ...(threads !== undefined && { threads }),
    timeScale,
    ...(shard && { shard }),
    ...(full === true && { full }),
  };
}

/** Whether the target was gone before any case had come to a verdict. */
function wasNothingChecked(results: readonly CaseResult[], message: string): boolean {
  const open = results.filter(({ verdict }) => verdict !== 'skip');
  return open.length > 0 && open.every((result) => result.verdict === 'inconclusive' && result.message === message);
}

async function runToItsEnd<Profile extends DiscoveredTarget>(
  request: RunRequestBase,
  subject: Subject<Profile>,
): Promise<Ending> {
  if (isStopped(request)) return { status: 'interrupted' };
  const seen = await lookUntil(subject.look, request.signal);
  if (seen === undefined || isStopped(request)) return { status: 'interrupted' };
  if (!seen.ok) return { status: 'unreachable', problem: seen.reason };
  const { profile } = seen;
  request.onEvent({ kind: 'discovered', profile });
  const revisions = profile.revisions.filter((revision) => request.revisions?.includes(revision) ?? true);
  if (revisions.length === 0) {
    const spoken = profile.revisions.join(', ');
    const problem = `the target speaks none of the chosen revisions, only ${spoken}`;
    return { status: 'unreachable', profile, problem };
  }
  const told: string[] = [];
  const { results, problem } = await runInVitest(subject.conduct(settingsOf(request, revisions), profile), {
    channel: `faultline-${randomUUID()}`,
    signal: request.signal,
    ...subject.steering,
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

function targetFacts(
  target: Subject<DiscoveredTarget>['target'],
  profile: DiscoveredTarget | undefined,
): RunFacts['target'] {
  return {
    ...target,
    ...(profile?.name !== undefined && { name: profile.name }),
    ...(profile?.version !== undefined && { version: profile.version }),
    revisions: profile?.revisions ?? [],
  };
}

/**
 * Looks at the target, runs the selected cases, and returns what they came to. When the signal is aborted it resolves
 * soon, with what was measured until then. Rejects only for faults of its own.
 */
export async function runSuites<Profile extends DiscoveredTarget>(
  request: RunRequestBase,
  subject: Subject<Profile>,
): Promise<RunOutcome> {
  const startedAt = new Date();
  const begun = performance.now();
  const { status, results = [], profile, problem } = await runToItsEnd(request, subject);
  const told = problem === undefined ? {} : { problem };
  return {
    status,
    results,
    ...told,
    facts: {
      seed: request.seed,
      topology: request.topology ?? 'embedded',
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - begun),
      target: targetFacts(subject.target, profile),
      harness: harnessCost(),
      ...told,
    },
  };
}
