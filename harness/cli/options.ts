import type { Revision } from '../spec/revisions.js';
import type { ServerTarget } from '../sut/target.js';
import type { RawCheckOptions, RawServerOptions } from './raw-options.js';
import {
  parseFactor,
  parseHeaders,
  parseObject,
  parseRevisions,
  parseShard,
  parseUrl,
  parseWhole,
  parseWord,
} from './option-values.js';
import { parseBackend, type BackendName } from './link-backend.js';
import { isUnavailable, unavailable } from './unavailable.js';
import { UsageError } from './usage-error.js';

/** Files that a run writes, as the user named them. */
export interface OutputFiles {
  readonly json?: string;
  readonly junit?: string;
  readonly markdown?: string;
  readonly updateBaseline?: string;
  /** A folder. */
  readonly history?: string;
}

/** Options that every checking command has, checked. */
export interface CheckOptions {
  readonly revisions?: readonly Revision[];
  readonly cases: readonly string[];
  readonly suites: readonly string[];
  readonly faults: readonly string[];
  readonly seed: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly concurrency: number;
  readonly timeScale: number;
  readonly outputs: OutputFiles;
  readonly baseline?: string;
  readonly strict: boolean;
  readonly topology: 'embedded' | 'containers';
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** What a run of either side is told of these options. */
export type RunOptions = Pick<
  CheckOptions,
  'revisions' | 'cases' | 'suites' | 'faults' | 'seed' | 'shard' | 'concurrency' | 'timeScale' | 'topology'
>;

/** Those of the options that a run wants to know; what was not given is left out. */
export function runOptionsOf(options: RunOptions): RunOptions {
  const { revisions, cases, suites, faults, seed, shard, concurrency, timeScale, topology } = options;
  return {
    ...(revisions && { revisions }),
    ...(shard && { shard }),
    ...{ cases, suites, faults, seed, concurrency, timeScale, topology },
  };
}

/** Options of `faultline server`, checked. */
export interface ServerOptions extends CheckOptions {
  readonly target: ServerTarget;
  /** Whether the URL was given, and not taken for granted. */
  readonly isUrlGiven: boolean;
  /** A second instance of the server, which knows nothing of the sessions of the first one. */
  readonly secondUrl?: URL;
  /** What the links to it are made of. */
  readonly backend: BackendName;
  /** How many threads run cases. */
  readonly threads: number;
}

/** Cases of a server at the same time: nearly all of their time is waiting. */
export const SERVER_CONCURRENCY = 16;

/** Cases of a client at the same time: each holds a process of it, of which one on Node takes some 80 MB. */
export const CLIENT_CONCURRENCY = 10;

/** The same seed for everyone who gives none: two runs of the same code should do the same. */
export const DEFAULT_SEED = 1;

const MAXIMUM_SEED = 4_294_967_295;
const MAXIMUM_CONCURRENCY = 256;
const MAXIMUM_TIME_SCALE = 1000;
const MAXIMUM_THREADS = 8;

function refuseUnavailable(raw: RawServerOptions): void {
  if (raw.stdio !== undefined) throw unavailable('--stdio');
  if (raw.html !== undefined) throw unavailable('--html');
  for (const [flag, value, words] of [
    ['--transport', raw.transport, ['streamable-http', 'http-sse']],
    ['--topology', raw.topology, ['embedded', 'containers']],
  ] as const) {
    if (value === undefined) continue;
    const name = `${flag} ${parseWord(value, flag, words)}`;
    if (isUnavailable(name)) throw unavailable(name);
  }
}

/** Where a server in a container of ours listens, unless its image or its user says otherwise. */
const URL_IN_CONTAINER = 'http://localhost:3000/mcp';

function refuseContradictions({ image, command, topology, backend, secondUrl }: RawServerOptions): void {
  if (topology === 'containers') {
    if (backend !== undefined) throw new UsageError('--backend: the links of --topology containers are its own');
    if (image !== undefined && command !== undefined)
      throw new UsageError('--image and --command both start the server: give one of them');
    if (image !== undefined && secondUrl !== undefined)
      throw new UsageError('--second-url: with --image the harness starts the second instance, too');
  } else if (image !== undefined) throw new UsageError('--image needs --topology containers');
}

function targetOf(raw: RawServerOptions): ServerTarget {
  const { url = raw.image === undefined ? undefined : URL_IN_CONTAINER } = raw;
  if (url === undefined) {
    throw new UsageError(
      raw.command === undefined
        ? 'the target is missing: --url http://localhost:3000/mcp'
        : '--command also needs --url: where the server listens once it has started',
    );
  }
  if (raw.toolArgs !== undefined && raw.tool === undefined) throw new UsageError('--tool-args also needs --tool');
  const args = raw.toolArgs === undefined ? {} : parseObject(raw.toolArgs, '--tool-args');
  return {
    url: parseUrl(url, '--url'),
    headers: parseHeaders(raw.header ?? [], '--header'),
    ...(raw.command === undefined ? {} : { command: raw.command }),
    ...(raw.image === undefined ? {} : { image: raw.image }),
    ...(raw.tool === undefined ? {} : { userTool: { name: raw.tool, args } }),
  };
}

function outputsOf({ json, junit, markdown, updateBaseline, history }: RawCheckOptions): OutputFiles {
  const files = Object.entries({ json, junit, markdown, updateBaseline }).filter(([, file]) => file !== undefined);
  const names = files.map(([, file]) => file);
  const repeated = names.find((name, position) => names.indexOf(name) !== position);
  if (repeated !== undefined) throw new UsageError(`two outputs can't go to the same file ${repeated}`);
  return { ...Object.fromEntries(files), ...(history === undefined ? {} : { history }) };
}

/**
 * Checks the options of every checking command, as far as that can be done without knowing the cases.
 * @param concurrency what holds when none is given
 * @throws UsageError for a value that can't be used
 */
export function checkCommonOptions(raw: RawCheckOptions, concurrency: number): CheckOptions {
  const number = (
    text: string | undefined,
    flag: string,
    [least, most]: readonly [number, number],
    absent: number,
  ): number => (text === undefined ? absent : parseWhole(text, flag, least, most));
  return {
    ...(raw.revision === undefined ? {} : { revisions: parseRevisions(raw.revision, '--revision') }),
    cases: raw.case ?? [],
    suites: raw.suite ?? [],
    faults: raw.fault ?? [],
    seed: number(raw.seed, '--seed', [0, MAXIMUM_SEED], DEFAULT_SEED),
    ...(raw.shard === undefined ? {} : { shard: parseShard(raw.shard, '--shard') }),
    concurrency: number(raw.concurrency, '--concurrency', [1, MAXIMUM_CONCURRENCY], concurrency),
    timeScale: raw.timeScale === undefined ? 1 : parseFactor(raw.timeScale, '--time-scale', MAXIMUM_TIME_SCALE),
    outputs: outputsOf(raw),
    ...(raw.baseline === undefined ? {} : { baseline: raw.baseline }),
    topology: raw.topology === 'containers' ? 'containers' : 'embedded',
    strict: raw.strict === true,
    quiet: raw.quiet === true,
    verbose: raw.verbose === true,
  };
}

/** Checks every option of `faultline server` that can be checked without knowing the cases. Throws {@link UsageError}. */
export function checkServerOptions(raw: RawServerOptions): ServerOptions {
  refuseUnavailable(raw);
  refuseContradictions(raw);
  const threads = raw.threads === undefined ? 1 : parseWhole(raw.threads, '--threads', 1, MAXIMUM_THREADS);
  return {
    target: targetOf(raw),
    isUrlGiven: raw.url !== undefined,
    ...(raw.secondUrl !== undefined && { secondUrl: parseUrl(raw.secondUrl, '--second-url') }),
    backend: parseBackend(raw.backend ?? 'embedded'),
    threads,
    ...checkCommonOptions(raw, SERVER_CONCURRENCY),
  };
}
