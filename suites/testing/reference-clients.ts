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

/** The reference clients, the strictest first. */
export const REFERENCE_CLIENTS: readonly ReferenceClient[] = [
  { name: 'client-gold', command: typescript('fixtures/clients/gold/main.ts') },
  { name: 'client-gold-official', command: typescript('fixtures/clients/gold/official.ts'), driver: 'official' },
];

/** Why a client can't be run on this machine; undefined when it can. */
export function whyNotAvailable({ needs, unlockedBy }: ReferenceClient): string | undefined {
  if (needs === undefined || existsSync(inRepository(needs))) return undefined;
  return `${needs} is not there${unlockedBy === undefined ? '' : ` (${unlockedBy})`}`;
}
