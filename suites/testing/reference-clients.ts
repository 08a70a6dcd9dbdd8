import type { ReferenceProgram } from '../../fixtures/references.js';
import { officialClients, referenceClients } from '../../fixtures/references.js';

/** A client that is checked by default. */
export interface ReferenceClient {
  readonly name: string;
  /** The shell command that starts it. */
  readonly command: string;
  readonly driver: 'adapter' | 'official';
  /** What it is known not to pass, relative to the repository; some pass everything. */
  readonly baseline?: string;
  /** Why it can't be run on this machine, where it can't. */
  readonly missing?: string;
}

/** Those of the clients with an adapter whose every failure was examined. */
const BASELINES: Readonly<Record<string, string | undefined>> = {
  gold: undefined,
  'typescript-v1': 'fixtures/clients/typescript-v1/baseline.json',
  'typescript-v2': 'fixtures/clients/typescript-v2/baseline.json',
  python: 'fixtures/clients/python/baseline.json',
  'python-v1': 'fixtures/clients/python-v1/baseline.json',
  go: 'fixtures/clients/go/baseline.json',
  rust: 'fixtures/clients/rust/baseline.json',
  java: 'fixtures/clients/java/baseline.json',
};

/** Servers and clients are told apart by their names in the output of a test run. */
function named({ name, command, missing }: ReferenceProgram): Omit<ReferenceClient, 'driver'> {
  return { name: `client-${name}`, command, ...(missing !== undefined && { missing }) };
}

/** The reference clients, the strictest first. */
export const REFERENCE_CLIENTS: readonly ReferenceClient[] = [
  ...referenceClients()
    .filter(({ name }) => name in BASELINES)
    .map((program): ReferenceClient => {
      const baseline = BASELINES[program.name];
      return { ...named(program), driver: 'adapter', ...(baseline !== undefined && { baseline }) };
    }),
  ...officialClients().map((program): ReferenceClient => ({ ...named(program), driver: 'official' })),
];
