import type { Revision } from '../spec/revisions.js';
import type { MatrixFault } from '../matrix/matrix-fault.js';
import { MATRIX_FAULTS } from '../matrix/matrix-fault.js';
import { suggestion } from './nearest.js';
import { parseRevisions, parseWhole } from './option-values.js';
import { DEFAULT_SEED } from './options.js';
import type { OutputFiles } from './options.js';
import { UsageError } from './usage-error.js';

/** Options of `faultline matrix` as they were written. */
export interface RawMatrixOptions {
  client?: string[];
  server?: string[];
  fault?: string[];
  config?: string;
  revision?: string;
  seed?: string;
  concurrency?: string;
  json?: string;
  markdown?: string;
  history?: string;
  quiet?: boolean;
}

/** Options of `faultline matrix`, checked as far as that can be done without knowing the participants. */
export interface MatrixOptions {
  /** Names of those that are to take part; none: all. */
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  readonly faults: readonly MatrixFault[];
  readonly config?: string;
  readonly revision?: Revision;
  readonly seed: number;
  readonly concurrency: number;
  readonly outputs: OutputFiles;
  readonly quiet: boolean;
}

/** Cells at the same time: each holds a process of a client, and most of its time is waiting. */
export const MATRIX_CONCURRENCY = 8;

const MAXIMUM_SEED = 4_294_967_295;
const MAXIMUM_CONCURRENCY = 64;

function namesIn(list: readonly string[] = []): string[] {
  return [...new Set(list.flatMap((text) => text.split(',')).map((name) => name.trim()))];
}

/** Those of `known` that have these names, in the order of `known`; all of them without names. Throws a UsageError. */
export function selectByName<Named extends { readonly name: string }>(
  known: readonly Named[],
  names: readonly string[],
  flag: string,
): Named[] {
  const all = known.map(({ name }) => name);
  for (const name of names) {
    if (!all.includes(name)) throw new UsageError(`${flag}: there is no ${name} here${suggestion(name, all)}`);
  }
  return known.filter(({ name }) => names.length === 0 || names.includes(name));
}

function onlyRevision(text: string): Revision {
  const [revision, ...others] = parseRevisions([text], '--revision');
  if (revision === undefined || others.length > 0) {
    throw new UsageError('--revision: a matrix is run at one revision at a time');
  }
  return revision;
}

/** Checks the options of `faultline matrix`. Throws a UsageError for a value that can't be used. */
export function checkMatrixOptions(raw: RawMatrixOptions): MatrixOptions {
  const { json, markdown, history, config, revision } = raw;
  if (json !== undefined && json === markdown) throw new UsageError(`two outputs can't go to the same file ${json}`);
  return {
    clients: namesIn(raw.client),
    servers: namesIn(raw.server),
    faults: selectByName(MATRIX_FAULTS, namesIn(raw.fault), '--fault'),
    ...(config !== undefined && { config }),
    ...(revision !== undefined && { revision: onlyRevision(revision) }),
    seed: raw.seed === undefined ? DEFAULT_SEED : parseWhole(raw.seed, '--seed', 0, MAXIMUM_SEED),
    concurrency:
      raw.concurrency === undefined
        ? MATRIX_CONCURRENCY
        : parseWhole(raw.concurrency, '--concurrency', 1, MAXIMUM_CONCURRENCY),
    outputs: {
      ...(json !== undefined && { json }),
      ...(markdown !== undefined && { markdown }),
      ...(history !== undefined && { history }),
    },
    quiet: raw.quiet === true,
  };
}
