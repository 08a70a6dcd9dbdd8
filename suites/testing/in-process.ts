import { setMaxListeners } from 'node:events';
import { conduct } from '../../harness/engine/conduct-role.js';
import type { Selection } from '../../harness/engine/registry.js';
import type { CaseResult } from '../../harness/engine/result.js';
import type { Steering } from '../../harness/engine/steering.js';
import type { BackendRequest } from '../../harness/link/open-backend.js';
import type { Revision } from '../../harness/spec/revisions.js';
import { discoverServer } from '../../harness/sut/discover.js';
import type { ServerProfile } from '../../harness/sut/profile.js';
import type { ServerTarget } from '../../harness/sut/target.js';
import { startGold } from '../../fixtures/servers/gold/index.js';
import type { Behaviour } from '../../fixtures/servers/gold/behaviour.js';

/** How the cases are run against a server in this process. */
export interface InProcessOptions extends Steering {
  readonly selection: Partial<Selection>;
  readonly revisions?: readonly Revision[];
  readonly seed?: number;
  readonly concurrency?: number;
  /** Factor on every deadline. */
  readonly patience?: number;
  readonly profile?: ServerProfile;
  readonly secondUrl?: string;
  readonly signal?: AbortSignal;
  /** Where the server is dialled and what links are made of, for one in a container. */
  readonly dialAt?: NonNullable<ServerTarget['dialAt']>;
  readonly backend?: BackendRequest;
}

/** A signal that never aborts; every case that waits listens to it. */
function quietSignal(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

async function profileOf(target: ServerTarget): Promise<ServerProfile> {
  const discovery = await discoverServer(target, { deadlineMs: 10_000 });
  if (!discovery.ok) throw new Error(`the server under test could not be looked at: ${discovery.reason}`);
  return discovery.profile;
}

/** Runs the selected cases against a URL, all at once as the scheduler allows, and returns every result. */
export async function runCases(url: string, options: InProcessOptions): Promise<CaseResult[]> {
  const { dialAt, backend } = options;
  const target: ServerTarget = { url: new URL(url), headers: {}, ...(dialAt && { dialAt }) };
  const profile = options.profile ?? (await profileOf(target));
  const conducted = await conduct(
    {
      role: 'server',
      target: { ...target, url },
      ...(options.secondUrl !== undefined && { second: { url: options.secondUrl } }),
      ...(backend && { backend }),
      profile,
      revisions: profile.revisions.filter((revision) => options.revisions?.includes(revision) ?? true),
      selection: { cases: [], suites: [], faults: [], ...options.selection },
      seed: options.seed ?? 1,
      concurrency: options.concurrency ?? 16,
      timeScale: 1,
      ...(options.patience !== undefined && { patience: options.patience }),
    },
    {
      signal: options.signal ?? quietSignal(),
      onEvent: () => undefined,
      ...(options.restart && { restart: options.restart }),
      ...(options.control && { control: options.control }),
    },
  );
  try {
    const results = await Promise.all(conducted.cases.map((entry) => entry.run()));
    return results.filter((result) => result !== undefined);
  } finally {
    await conducted.close();
  }
}

const goldProfiles = new Map<string, Promise<ServerProfile>>();

/** What the gold server offers with a setting, looked at once: a mutant is asked for all that its original offers. */
export function goldProfile(basis: Partial<Behaviour> = {}): Promise<ServerProfile> {
  const key = Object.entries(basis)
    .map(([name, value]) => `${name}=${typeof value === 'function' ? value.toString() : JSON.stringify(value)}`)
    .join();
  let profile = goldProfiles.get(key);
  if (profile === undefined) {
    profile = startGold({ behaviour: basis }).then(async (gold) => {
      try {
        return await profileOf({ url: new URL(gold.url), headers: {} });
      } finally {
        await gold.close();
      }
    });
    goldProfiles.set(key, profile);
  }
  return profile;
}

/** Runs the selected cases against a gold server with the given behaviour, a second one beside it as the other backend. */
export async function runAgainstGold(behaviour: Partial<Behaviour>, options: InProcessOptions): Promise<CaseResult[]> {
  const [gold, second] = await Promise.all([startGold({ behaviour }), startGold({ behaviour })]);
  try {
    const restart = (): Promise<void> => {
      gold.forget();
      return Promise.resolve();
    };
    return await runCases(gold.url, { secondUrl: second.url, restart, ...options });
  } finally {
    await Promise.all([gold.close(), second.close()]);
  }
}
