import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { formatProblem, parseJson } from '../../reports/format-problem.js';
import { suggestion } from './nearest.js';
import type { RawClientOptions, RawServerOptions } from './raw-options.js';
import { UsageError } from './usage-error.js';

/** Options of any checking command. */
type RawOptions = RawServerOptions & RawClientOptions;

/** The file that is read from the working directory when `--config` names no other. */
export const CONFIG_FILE_NAME = 'faultline.config.json';

const text = z.string().min(1);
const list = z.union([text.transform((one) => [one]), z.array(text)]);
const number = z.union([z.number().transform(String), text]);

const schema = z.strictObject({
  /** For editors; means nothing here. */
  $schema: text.optional(),
  url: text.optional(),
  secondUrl: text.optional(),
  command: text.optional(),
  image: text.optional(),
  stdio: text.optional(),
  transport: text.optional(),
  driver: text.optional(),
  revision: list.optional(),
  case: list.optional(),
  suite: list.optional(),
  fault: list.optional(),
  topology: text.optional(),
  backend: text.optional(),
  header: list.optional(),
  json: text.optional(),
  html: text.optional(),
  junit: text.optional(),
  markdown: text.optional(),
  history: text.optional(),
  baseline: text.optional(),
  updateBaseline: text.optional(),
  strict: z.boolean().optional(),
  seed: number.optional(),
  shard: text.optional(),
  concurrency: number.optional(),
  threads: number.optional(),
  timeScale: number.optional(),
  full: z.boolean().optional(),
  tool: text.optional(),
  toolArgs: z.union([text, z.record(z.string(), z.unknown()).transform((args) => JSON.stringify(args))]).optional(),
  quiet: z.boolean().optional(),
  verbose: z.boolean().optional(),
});

const KEYS = Object.keys(schema.shape);

function unknownKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.keys(value).find((key) => !KEYS.includes(key));
}

/** Reads the text of a configuration file; `name` is used in messages. Throws {@link UsageError}. */
export function parseConfig(content: string, name: string): RawOptions {
  const parsed = parseJson(content);
  if ('problem' in parsed) throw new UsageError(`${name}: ${parsed.problem}`);
  const key = unknownKey(parsed.value);
  if (key !== undefined) throw new UsageError(`${name}: ${key} is not an option${suggestion(key, KEYS)}`);
  const checked = schema.safeParse(parsed.value);
  if (!checked.success) throw new UsageError(`${name}: ${formatProblem(checked.error)}`);
  return Object.fromEntries(Object.entries(checked.data).filter(([option]) => option !== '$schema'));
}

/**
 * The options of the configuration file: of `--config`, which must exist, or else of `faultline.config.json` in the
 * working directory, if it is there.
 */
export function loadConfig(given: string | undefined, workingDirectory: string): RawOptions {
  const name = given ?? CONFIG_FILE_NAME;
  const file = path.resolve(workingDirectory, name);
  if (given === undefined && !existsSync(file)) return {};
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UsageError(`--config: ${name} can't be read (${code})`);
  }
  return parseConfig(content, name);
}

/** What was written on the command line wins over the file; a list replaces the file's list. */
export function mergeOptions<Raw extends RawOptions>(commandLine: Raw, file: RawOptions): Raw {
  const given = Object.entries(commandLine).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { ...file, ...Object.fromEntries(given) } as Raw;
}
