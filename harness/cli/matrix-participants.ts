import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { referenceClients, referenceServers } from '../../fixtures/references.js';
import type { ReferenceProgram } from '../../fixtures/references.js';
import { formatProblem, parseJson } from '../../reports/format-problem.js';
import { secretsIn } from '../history/secrets.js';
import type { MatrixClient, MatrixServer } from '../matrix/participants.js';
import { serverOf } from '../matrix/start-server.js';
import type { MatrixContainers } from './matrix-containers.js';
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
/** A name alone stands for a reference program. */
const named = (value: unknown): unknown => (typeof value === 'string' ? { name: value } : value);
const client = z.preprocess(
  named,
  z.strictObject({ name: text, command: text.optional(), image: text.optional(), headers }),
);
const server = z.preprocess(
  named,
  z.strictObject({
    name: text,
    command: text.optional(),
    image: text.optional(),
    url: text.optional(),
    headers,
    tool: text.optional(),
    toolArgs: z.record(z.string(), z.unknown()).optional(),
  }),
);
const schema = z.strictObject({
  $schema: text.optional(),
  clients: z.array(client).min(1).optional(),
  servers: z.array(server).min(1).optional(),
});

type Config = z.infer<typeof schema>;
type ClientEntry = z.infer<typeof client>;
type ServerEntry = z.infer<typeof server>;

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

/** How the entries of a role become its participants. */
interface Role<Entry, Found> {
  readonly what: string;
  readonly references: readonly ReferenceProgram[];
  readonly ofReference: (program: ReferenceProgram) => Found;
  /** Undefined for an entry that is only a name. */
  readonly ofEntry: (entry: Entry) => Found | undefined;
}

/** The entries of a configuration, those that are only named looked up among the reference programs. */
function resolve<Entry extends { readonly name: string }, Found>(
  entries: readonly Entry[] | undefined,
  { what, references, ofReference, ofEntry }: Role<Entry, Found>,
): Found[] {
  if (entries === undefined) return references.map(ofReference);
  const names = references.map(({ name }) => name);
  const taken = new Set<string>();
  return entries.map((entry) => {
    const { name } = entry;
    if (taken.has(name)) throw new UsageError(`--config: two ${what}s are called ${name}`);
    taken.add(name);
    const own = ofEntry(entry);
    if (own !== undefined) return own;
    const program = references.find((reference) => reference.name === name);
    if (program !== undefined) return ofReference(program);
    const needs = what === 'client' ? 'a command' : 'a url';
    throw new UsageError(
      `--config: ${name} has neither ${needs}, nor an image, nor the name of a reference ${what}${suggestion(name, names)}`,
    );
  });
}

function refuseTwoWays(what: string, { name, image, command }: ClientEntry | ServerEntry): void {
  if (image !== undefined && command !== undefined)
    throw new UsageError(`--config: image and command both start the ${what} ${name}: give one of them`);
}

function clientOf(entry: ClientEntry, containers: MatrixContainers): MatrixClient | undefined {
  const { name, command, image, headers: list = [] } = entry;
  refuseTwoWays('client', entry);
  const given = parseHeaders(list, `--config: headers of ${name}`);
  const headed = Object.keys(given).length > 0 && { headers: given };
  if (image !== undefined) return containers.clientOf({ name, image, ...headed });
  return command === undefined ? undefined : { name, target: { command, driver: 'adapter', ...headed } };
}

function referenceClient({ name, command, missing }: ReferenceProgram): MatrixClient {
  return { name, target: { command, driver: 'adapter' }, ...(missing !== undefined && { missing }) };
}

/** A server, and what of it no output may hold. */
interface FoundServer {
  readonly server: MatrixServer;
  readonly secrets: readonly string[];
}

function serverIn(entry: ServerEntry, containers: MatrixContainers): FoundServer | undefined {
  const { name, image, command, url, tool: toolName, toolArgs: args = {} } = entry;
  refuseTwoWays('server', entry);
  const headers = parseHeaders(entry.headers ?? [], `--config: headers of ${name}`);
  const tool = toolName === undefined ? {} : { tool: { name: toolName, args } };
  const secrets = secretsIn({ headers, url: url ?? '', command: command ?? '' });
  if (image !== undefined) {
    const known = url === undefined ? {} : { url: parseUrl(url, `--config: url of ${name}`) };
    return { server: containers.serverOf({ name, image, headers, ...known, ...tool }), secrets };
  }
  if (url === undefined) {
    if (command !== undefined) throw new UsageError(`--config: the server ${name} has a command and no url`);
    return undefined;
  }
  // Only to be refused before anything is started.
  parseUrl(url.replaceAll('{port}', ANY_PORT), `--config: url of ${name}`);
  if (url.includes('{port}') && command?.includes('{port}') !== true) {
    throw new UsageError(`--config: the url of ${name} names {port}, so its command has to name it, too`);
  }
  const server = serverOf({ name, url, headers, ...(command !== undefined && { command }), ...tool });
  return { server, secrets };
}

function referenceServer({ name, command, missing, tool }: ReferenceProgram): FoundServer {
  const optional = { ...(missing !== undefined && { missing }), ...(tool && { tool }) };
  return { server: serverOf({ name, url: REFERENCE_URL, command, ...optional }), secrets: [] };
}

/**
 * Who takes part: those of the configuration, or else every reference client and server.
 * @param containers what those are run in that are images
 * @throws UsageError when the configuration can't be used
 */
export function loadParticipants(
  config: string | undefined,
  workingDirectory: string,
  containers: MatrixContainers,
): Participants {
  const { clients, servers } = config === undefined ? {} : read(config, workingDirectory);
  const foundClients = resolve(clients, {
    what: 'client',
    references: referenceClients(),
    ofReference: referenceClient,
    ofEntry: (entry) => clientOf(entry, containers),
  });
  const foundServers = resolve(servers, {
    what: 'server',
    references: referenceServers(),
    ofReference: referenceServer,
    ofEntry: (entry) => serverIn(entry, containers),
  });
  return {
    clients: foundClients,
    servers: foundServers.map(({ server }) => server),
    secrets: [
      ...foundClients.flatMap(({ target }) => secretsIn({ headers: target.headers ?? {}, command: target.command })),
      ...foundServers.flatMap(({ secrets }) => secrets),
    ],
  };
}
