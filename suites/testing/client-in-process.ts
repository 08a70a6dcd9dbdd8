import { setMaxListeners } from 'node:events';
import { runGoldAdapter } from '../../fixtures/clients/gold/adapter.js';
import type { Behaviour } from '../../fixtures/clients/gold/behaviour.js';
import type { ClientCase } from '../../harness/engine/case.js';
import { clientHost } from '../../harness/engine/client-host.js';
import { conductCases } from '../../harness/engine/conduct.js';
import type { ClientConduct } from '../../harness/engine/conduct-request.js';
import { loadClientCases, selectCases } from '../../harness/engine/registry.js';
import type { Selection } from '../../harness/engine/registry.js';
import type { CaseResult } from '../../harness/engine/result.js';
import type { Revision } from '../../harness/spec/revisions.js';
import type { LaunchClient } from '../../harness/sut/client/channel.js';
import { streamChannel } from '../../harness/sut/client/channel.js';
import { discoverClient } from '../../harness/sut/client/discover-client.js';
import { createClientPool } from '../../harness/sut/client/pool.js';
import type { ClientProfile } from '../../harness/sut/client/profile.js';

/** How the cases are run against a client in this process. */
export interface ClientRunOptions {
  readonly selection: Partial<Selection>;
  readonly revisions?: readonly Revision[];
  readonly seed?: number;
  readonly concurrency?: number;
  /** Factor on every deadline. */
  readonly patience?: number;
  readonly profile?: ClientProfile;
}

const TARGET = { command: 'in-process', driver: 'adapter' } as const;
const DEADLINE_MS = 10_000;

/** The adapter of the gold client, running in this process, with some of its decisions made otherwise. */
export function launchGold(behaviour: Partial<Behaviour> = {}): LaunchClient {
  return () =>
    streamChannel(async ({ stdin, stdout }) => {
      await runGoldAdapter({ input: stdin, output: stdout, behaviour });
      return 0;
    });
}

async function profileOf(launch: LaunchClient): Promise<ClientProfile> {
  const discovery = await discoverClient(TARGET, { deadlineMs: DEADLINE_MS, launch });
  if (!discovery.ok) throw new Error(`the client under test could not be looked at: ${discovery.reason}`);
  return discovery.profile;
}

const goldProfiles = new Map<string, Promise<ClientProfile>>();

/** What the gold client does with a setting, looked at once: a mutant is asked for all that its original offers. */
export function goldClientProfile(basis: Partial<Behaviour> = {}): Promise<ClientProfile> {
  const key = Object.entries(basis)
    .map(([name, value]) => `${name}=${typeof value === 'function' ? value.toString() : JSON.stringify(value)}`)
    .join();
  const known = goldProfiles.get(key);
  if (known !== undefined) return known;
  const profile = profileOf(launchGold(basis));
  goldProfiles.set(key, profile);
  return profile;
}

let cases: Promise<ClientCase[]> | undefined;

/** Runs the selected cases against a client that `launch` starts, and returns every result. */
export async function runClientCases(launch: LaunchClient, options: ClientRunOptions): Promise<CaseResult[]> {
  const profile = options.profile ?? (await profileOf(launch));
  const selection = { cases: [], suites: [], faults: [], ...options.selection };
  const request: ClientConduct = {
    role: 'client',
    target: TARGET,
    profile,
    revisions: profile.revisions.filter((revision) => options.revisions?.includes(revision) ?? true),
    selection,
    seed: options.seed ?? 1,
    concurrency: options.concurrency ?? 16,
    timeScale: 1,
    ...(options.patience !== undefined && { patience: options.patience }),
  };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const pool = createClientPool(TARGET, {
    concurrency: request.concurrency,
    answerDeadlineMs: DEADLINE_MS,
    launch,
  });
  const selected = selectCases(await (cases ??= loadClientCases()), selection);
  const hooks = { signal, onEvent: () => undefined };
  const conducted = conductCases(selected, clientHost(request, signal, pool), request, hooks);
  try {
    const results = await Promise.all(conducted.cases.map((entry) => entry.run()));
    return results.filter((result) => result !== undefined);
  } finally {
    await conducted.close();
  }
}
