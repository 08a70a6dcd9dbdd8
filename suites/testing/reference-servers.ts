import { referenceServers } from '../../fixtures/references.js';
import type { ReferenceProgram } from '../../fixtures/references.js';
import { freePort } from '../../harness/link/local/free-port.js';
import type { TargetProcess } from '../../harness/sut/target-process.js';
import { startTarget } from '../../harness/sut/target-process.js';

/** A server that is checked by default, started anew for its run. */
export interface ReferenceServer extends ReferenceProgram {
  /** What it is known not to pass, relative to the repository; the gold server has none. */
  readonly baseline?: string;
}

/**
 * Those of the servers whose every failure was examined. Of the Python servers those with an event store are not among
 * them: it mixes the streams of sessions, so that what they fail depends on what ran before.
 */
const BASELINES: Readonly<Record<string, string | undefined>> = {
  gold: undefined,
  'gold-json': undefined,
  'typescript-v1': 'fixtures/servers/typescript-v1/baseline.json',
  'typescript-v1-events': 'fixtures/servers/typescript-v1/baseline-events.json',
  'typescript-v2': 'fixtures/servers/typescript-v2/baseline.json',
  'typescript-v2-events': 'fixtures/servers/typescript-v2/baseline-events.json',
  'server-everything': 'fixtures/servers/server-everything/baseline.json',
  python: 'fixtures/servers/python/baseline.json',
  'python-v1': 'fixtures/servers/python-v1/baseline.json',
  go: 'fixtures/servers/go/baseline.json',
  'go-events': 'fixtures/servers/go/baseline-events.json',
  rust: 'fixtures/servers/rust/baseline.json',
  'rust-events': 'fixtures/servers/rust/baseline-events.json',
  java: 'fixtures/servers/java/baseline.json',
};

/** The reference servers, the strictest first. */
export const REFERENCE_SERVERS: readonly ReferenceServer[] = referenceServers()
  .filter(({ name }) => name in BASELINES)
  .map((program): ReferenceServer => {
    const baseline = BASELINES[program.name];
    return { ...program, ...(baseline !== undefined && { baseline }) };
  });

/** A reference server that runs. */
export interface StartedReference {
  readonly url: URL;
  readonly process: TargetProcess;
}

/** Starts a reference server on a free loopback port and waits until it listens. */
export async function startReference({ command }: ReferenceServer): Promise<StartedReference> {
  const url = new URL(`http://127.0.0.1:${await freePort()}/mcp`);
  return { url, process: await startTarget(command.replaceAll('{port}', url.port), url, new AbortController().signal) };
}
