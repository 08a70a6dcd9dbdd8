import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { referenceClients, referenceServers } from '../../fixtures/references.js';
import type { ReferenceProgram } from '../../fixtures/references.js';
import { formatProblem, parseJson } from '../../reports/format-problem.js';
import { secretsIn } from '../history/secrets.js';
import type { MatrixClient, MatrixServer } from '../matrix/participants.js';
import { serverOf } from '../matrix/start-server.js';
import type { ServerDescription } from '../matrix/start-server.js';
import { suggestion } from './nearest.js';
import { parseHeaders, parseUrl } from './option-values.js';
import { UsageError } from './usage-error.js';

/** Who takes part in a matrix, and what of it no output may hold. */
export interface Participants {
  readonly clients: readonly MatrixClient[];
  readonly servers: readonly MatrixServer[];
  readonly secrets: readonly string[];
}

const text = z.string().min(1);
const headers = z.array(text).optional();
const client = z.union([text, z.strictObject({ name: text, command: text, headers })]);
const server = z.union([
  text,
  z.strictObject({
    name: text,
    command: text.optional(),
    url: text,
    headers,
    tool: text.optional(),
    toolArgs: z.record(z.string(), z.unknown()).optional(),
  }),
]);
const schema = z.strictObject({
  $schema: text.optional(),
  clients: z.array(client).min(1).optional(),
  servers: z.array(server).min(1).optional(),
});

type Config = z.infer<typeof schema>;
type ClientEntry = Exclude<z.infer<typeof client>, string>;
type ServerEntry = Exclude<z.infer<typeof server>, string>;

const REFERENCE_URL = 'http://127.0.0.1:{port}/mcp';
const ANY_PORT = '1';

function read(name: string, workingDirectory: string): Config {
  let content: string;
  try {
    content = readFileSync(path.resolve(workingDirectory, name), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UsageError(`--config: ${name} can't be read (${code})`);
  }
  const parsed = parseJson(content);
  if ('problem' in parsed) throw new UsageError(`${name}: ${parsed.problem}`);
  const checked = schema.safeParse(parsed.value);
  if (!checked.success) throw new UsageError(`${name}: ${formatProblem(checked.error)}`);
  return checked.data;
}

/** Entries of a configuration, those that are only named looked up among the reference programs. */
function resolve<Entry extends { readonly name: string }, Found>(
  entries: readonly (string | Entry)[] | undefined,
  references: readonly ReferenceProgram[],
  {
    ofReference,
    ofEntry,
    what,
  }: { ofReference: (program: ReferenceProgram) => Found; ofEntry: (entry: Entry) => Found; what: string },
): Found[] {
  if (entries === undefined) return references.map(ofReference);
  const names = references.map(({ name }) => name);
  const taken = new Set<string>();
  return entries.map((entry) => {
    const name = typeof entry === 'string' ? entry : entry.name;
    if (taken.has(name)) throw new UsageError(`--config: two ${what}s are called ${name}`);
    taken.add(name);
    if (typeof entry !== 'string') return ofEntry(entry);
    const program = references.find((reference) => reference.name === name);
    if (program !== undefined) return ofReference(program);
    throw new UsageError(`--config: there is no reference ${what} ${name}${suggestion(name, names)}`);
  });
}

function clientOf({ name, command, headers: list = [] }: ClientEntry): MatrixClient {
  const given = parseHeaders(list, `--config: headers of ${name}`);
  const target = { command, driver: 'adapter' as const, ...(Object.keys(given).length > 0 && { headers: given }) };
  return { name, target };
}

function referenceClient({ name, command, missing }: ReferenceProgram): MatrixClient {
  return { name, target: { command, driver: 'adapter' }, ...(missing !== undefined && { missing }) };
}

function describe({ name, command, url, headers: list = [], tool, toolArgs = {} }: ServerEntry): ServerDescription {
  // Only to be refused before anything is started.
  parseUrl(url.replaceAll('{port}', ANY_PORT), `--config: url of ${name}`);
  if (url.includes('{port}') && command?.includes('{port}') !== true) {
    throw new UsageError(`--config: the url of ${name} names {port}, so its command has to name it, too`);
  }
  return {
    name,
    url,
    headers: parseHeaders(list, `--config: headers of ${name}`),
    ...(command !== undefined && { command }),
    ...(tool !== undefined && { tool: { name: tool, args: toolArgs } }),
  };
}

function referenceServer({ name, command, missing, tool }: ReferenceProgram): ServerDescription {
  return {
    name,
    url: REFERENCE_URL,
    command,
    ...(missing !== undefined && { missing }),
    ...(tool && { tool }),
  };
}

/**
 * Who takes part: those of the configuration, or else every reference client and server.
 * @throws UsageError when the configuration can't be used
 */
export function loadParticipants(config: string | undefined, workingDirectory: string): Participants {
  const { clients, servers } = config === undefined ? {} : read(config, workingDirectory);
  const found = {
    clients: resolve(clients, referenceClients(), { ofReference: referenceClient, ofEntry: clientOf, what: 'client' }),
    servers: resolve(servers, referenceServers(), { ofReference: referenceServer, ofEntry: describe, what: 'server' }),
  };
  return {
    clients: found.clients,
    servers: found.servers.map(serverOf),
    secrets: [
      ...found.clients.flatMap(({ target }) => secretsIn({ headers: target.headers ?? {}, command: target.command })),
      ...found.servers.flatMap(({ url, headers: given = {}, command }) =>
        secretsIn({ url, headers: given, ...(command !== undefined && { command }) }),
      ),
    ],
  };
}
