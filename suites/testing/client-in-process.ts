import { setMaxListeners } from 'node:events';
import { runGoldAdapter } from '../../fixtures/clients/gold/adapter.js';
import type { Behaviour } from '../../fixtures/clients/gold/behaviour.js';
import { playScenario } from '../../fixtures/clients/gold/play-scenario.js';
import type { ClientCase } from '../../harness/engine/case.js';
import { clientHost } from '../../harness/engine/client-host.js';
import { conductCases } from '../../harness/engine/conduct.js';
import type { ClientConduct } from '../../harness/engine/conduct-request.js';
import { loadClientCases, selectCases } from '../../harness/engine/registry.js';
import type { Selection } from '../../harness/engine/registry.js';
import type { Repetition } from '../../harness/engine/repetition.js';
import type { CaseResult } from '../../harness/engine/result.js';
import type { BackendRequest } from '../../harness/link/open-backend.js';
import type { Revision } from '../../harness/spec/revisions.js';
import type { LaunchClient } from '../../harness/sut/client/channel.js';
import { streamChannel } from '../../harness/sut/client/channel.js';
import { discoverClient } from '../../harness/sut/client/discover-client.js';
import { createClientPool } from '../../harness/sut/client/pool.js';
import type { ClientProfile } from '../../harness/sut/client/profile.js';
import type { ClientTarget } from '../../harness/sut/client/target.js';

/** How the cases are run against a client in this process. */
export interface ClientRunOptions {
  readonly selection: Partial<Selection>;
  readonly revisions?: readonly Revision[];
  readonly seed?: number;
  readonly concurrency?: number;
  /** Factor on every deadline. */
  readonly patience?: number;
  readonly profile?: ClientProfile;
  /** Generated cases take every form instead of a sample. */
  readonly full?: boolean;
  /** How the client is told what to do; default by its adapter. */
  readonly driver?: ClientDriver;
  /** Default: what a busy machine may have spoilt is run once more. */
  readonly repetition?: Repetition;
  /** What links are made of; default: the embedded one. */
  readonly backend?: BackendRequest;
}

/** How a client is told what to do. */
export type ClientDriver = 'adapter' | 'official';

const DEADLINE_MS = 10_000;

/** The adapter of the gold client, running in this process, with some of its decisions made otherwise. */
export function launchGold(behaviour: Partial<Behaviour> = {}): LaunchClient {
  return () =>
    streamChannel(async ({ stdin, stdout }) => {
      await runGoldAdapter({ input: stdin, output: stdout, behaviour });
      return 0;
    });
}

/** The gold client without its adapter, in this process: a run of it is over when what it plays is. */
export function launchOfficialGold(behaviour: Partial<Behaviour> = {}): LaunchClient {
  return ({ command }, environment = {}) =>
    streamChannel(async () => {
      const url = /'([^']*)'$/.exec(command)?.[1] ?? '';
      await playScenario({ url, scenario: environment['MCP_CONFORMANCE_SCENARIO'] ?? '', behaviour });
      return 0;
    });
}

/** Starts the gold client for a driver. */
export function launchGoldFor(driver: ClientDriver, behaviour: Partial<Behaviour> = {}): LaunchClient {
  return driver === 'official' ? launchOfficialGold(behaviour) : launchGold(behaviour);
}

/** The driver that a case is for. */
export function driverOf({ needs = [] }: ClientCase): ClientDriver {
  return needs.includes('op:run') ? 'official' : 'adapter';
}

function targetOf(driver: ClientDriver): ClientTarget {
  return { command: 'in-process', driver };
}

async function profileOf(launch: LaunchClient, driver: ClientDriver): Promise<ClientProfile> {
  const discovery = await discoverClient(targetOf(driver), { deadlineMs: DEADLINE_MS, launch });
  if (!discovery.ok) throw new Error(`the client under test could not be looked at: ${discovery.reason}`);
  return discovery.profile;
}

const goldProfiles = new Map<string, Promise<ClientProfile>>();

/** What the gold client does with a setting, looked at once: a mutant is asked for all that its original offers. */
export function goldClientProfile(
  basis: Partial<Behaviour> = {},
  driver: ClientDriver = 'adapter',
): Promise<ClientProfile> {
  const key = [['driver', driver] as const, ...Object.entries(basis)]
    .map(([name, value]) => `${name}=${typeof value === 'function' ? value.toString() : JSON.stringify(value)}`)
    .join();
  const known = goldProfiles.get(key);
  if (known !== undefined) return known;
  const profile = profileOf(launchGoldFor(driver, basis), driver);
  goldProfiles.set(key, profile);
  return profile;
}

let cases: Promise<ClientCase[]> | undefined;

/** Every case of a client, loaded once. */
export function clientCases(): Promise<ClientCase[]> {
  return (cases ??= loadClientCases());
}

/** Runs the selected cases against a client that `launch` starts, and returns every result. */
export async function runClientCases(launch: LaunchClient, options: ClientRunOptions): Promise<CaseResult[]> {
  const { driver = 'adapter' } = options;
  const target = targetOf(driver);
  const profile = options.profile ?? (await profileOf(launch, driver));
  const selection = { cases: [], suites: [], faults: [], ...options.selection };
  const request: ClientConduct = {
    role: 'client',
    target,
    profile,
    revisions: profile.revisions.filter((revision) => options.revisions?.includes(revision) ?? true),
    selection,
    seed: options.seed ?? 1,
    concurrency: options.concurrency ?? 16,
    timeScale: 1,
    ...(options.patience !== undefined && { patience: options.patience }),
    ...(options.full !== undefined && { full: options.full }),
    ...(options.backend && { backend: options.backend }),
  };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const pool = createClientPool(target, {
    concurrency: request.concurrency,
    answerDeadlineMs: DEADLINE_MS,
    launch,
  });
  const selected = selectCases(await clientCases(), selection);
  const { repetition } = options;
  const hooks = { signal, onEvent: () => undefined, ...(repetition && { repetition }) };
  const conducted = conductCases(selected, clientHost(request, signal, pool), request, hooks);
  try {
    const results = await Promise.all(conducted.cases.map((entry) => entry.run()));
    return results.filter((result) => result !== undefined);
  } finally {
    await conducted.close();
  }
}
