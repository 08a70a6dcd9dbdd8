import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A client that is checked by default. */
export interface ReferenceClient {
  readonly name: string;
  /** The shell command that starts it. */
  readonly command: string;
  readonly driver?: 'adapter' | 'official';
  /** What it is known not to pass, relative to the repository; the gold client has none. */
  readonly baseline?: string;
  /** A file that is there where the client can be run; relative to the repository. */
  readonly needs?: string;
  /** What makes that file. */
  readonly unlockedBy?: string;
}

const ROOT = new URL('../../', import.meta.url);

/** The path of a file of the repository. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}

function typescript(path: string): string {
  return `exec node --import tsx ${JSON.stringify(inRepository(path))}`;
}

/** A client on the Python SDK, in the virtual environment of its line. */
function python(name: string, line: 'v1' | 'v2', folder: string): ReferenceClient {
  const interpreter = `fixtures/python/.venv-${line}/bin/python`;
  return {
    name,
    command: `exec ${JSON.stringify(inRepository(interpreter))} ${JSON.stringify(inRepository(`${folder}/main.py`))}`,
    baseline: `${folder}/baseline.json`,
    needs: interpreter,
    unlockedBy: `fixtures/python/setup.sh ${line}`,
  };
}

/** The reference clients, the strictest first. */
export const REFERENCE_CLIENTS: readonly ReferenceClient[] = [
  { name: 'client-gold', command: typescript('fixtures/clients/gold/main.ts') },
  { name: 'client-gold-official', command: typescript('fixtures/clients/gold/official.ts'), driver: 'official' },
  {
    name: 'client-typescript-v1',
    command: typescript('fixtures/clients/typescript-v1/main.ts'),
    baseline: 'fixtures/clients/typescript-v1/baseline.json',
  },
  {
    name: 'client-typescript-v2',
    command: typescript('fixtures/clients/typescript-v2/main.ts'),
    baseline: 'fixtures/clients/typescript-v2/baseline.json',
  },
  {
    name: 'client-typescript-official',
    command: typescript('fixtures/clients/official-typescript/main.ts'),
    driver: 'official',
  },
  python('client-python', 'v2', 'fixtures/clients/python'),
  python('client-python-v1', 'v1', 'fixtures/clients/python-v1'),
];

/** Why a client can't be run on this machine; undefined when it can. */
export function whyNotAvailable({ needs, unlockedBy }: ReferenceClient): string | undefined {
  if (needs === undefined || existsSync(inRepository(needs))) return undefined;
  return `${needs} is not there${unlockedBy === undefined ? '' : ` (${unlockedBy})`}`;
}
