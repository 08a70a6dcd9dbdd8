import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { UserTool } from '../../harness/sut/target.js';
import type { TargetProcess } from '../../harness/sut/target-process.js';
import { startTarget } from '../../harness/sut/target-process.js';

/** A server that is checked by default, started anew for its run. */
export interface ReferenceServer {
  readonly name: string;
  /** The shell command that makes it listen on a port. */
  readonly command: (port: number) => string;
  /** What it is known not to pass, relative to the repository; the gold server has none. */
  readonly baseline?: string;
  /** A tool of its own that is harmless and takes about a second. */
  readonly tool?: UserTool;
  /** What has to be built first, relative to the repository; its folder has a `build.sh`. */
  readonly product?: string;
}

const ROOT = new URL('../../', import.meta.url);

function inRepository(path: string): string {
  return JSON.stringify(fileURLToPath(new URL(path, ROOT)));
}

function typescript(path: string, port: number, ...flags: readonly string[]): string {
  return ['exec node --import tsx', inRepository(path), '--port', String(port), ...flags].join(' ');
}

/** A server that is built from sources of another language. */
function built(name: string, folder: string, product: string, ...flags: readonly string[]): ReferenceServer {
  const baseline = ['baseline', ...flags.map((flag) => flag.slice(2))].join('-');
  const path = `fixtures/servers/${folder}/${product}`;
  const runner = product.endsWith('.jar') ? 'java -jar' : '';
  return {
    name,
    product: path,
    command: (port) => ['exec', runner, inRepository(path), '--port', String(port), ...flags].join(' '),
    baseline: `fixtures/servers/${folder}/${baseline}.json`,
  };
}

/** Why a reference server cannot be run on this machine, where it cannot. */
export function whyNotRunnable({ product }: ReferenceServer): string | undefined {
  if (product === undefined || existsSync(new URL(product, ROOT))) return undefined;
  return `${product.slice(0, product.indexOf('/out/'))}/build.sh has not built it`;
}

/** The reference servers, the strictest first. */
export const REFERENCE_SERVERS: readonly ReferenceServer[] = [
  { name: 'gold', command: (port) => typescript('fixtures/servers/gold/main.ts', port) },
  { name: 'gold-json', command: (port) => typescript('fixtures/servers/gold/main.ts', port, '--json') },
  {
    name: 'typescript-v1',
    command: (port) => typescript('fixtures/servers/typescript-v1/main.ts', port),
    baseline: 'fixtures/servers/typescript-v1/baseline.json',
  },
  {
    name: 'typescript-v1-events',
    command: (port) => typescript('fixtures/servers/typescript-v1/main.ts', port, '--events'),
    baseline: 'fixtures/servers/typescript-v1/baseline-events.json',
  },
  {
    name: 'typescript-v2',
    command: (port) => typescript('fixtures/servers/typescript-v2/main.ts', port),
    baseline: 'fixtures/servers/typescript-v2/baseline.json',
  },
  {
    name: 'typescript-v2-events',
    command: (port) => typescript('fixtures/servers/typescript-v2/main.ts', port, '--events'),
    baseline: 'fixtures/servers/typescript-v2/baseline-events.json',
  },
  {
    name: 'server-everything',
    command: (port) =>
      `PORT=${port} exec node ${inRepository('node_modules/@modelcontextprotocol/server-everything/dist/index.js')} streamableHttp`,
    baseline: 'fixtures/servers/server-everything/baseline.json',
    tool: { name: 'trigger-long-running-operation', args: { duration: 1, steps: 2 } },
  },
  built('go', 'go', 'out/server'),
  built('go-events', 'go', 'out/server', '--events'),
  built('rust', 'rust', 'out/server'),
  built('rust-events', 'rust', 'out/server', '--events'),
  built('java', 'java', 'out/server.jar'),
];

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** A reference server that runs. */
export interface StartedReference {
  readonly url: URL;
  readonly process: TargetProcess;
}

/** Starts a reference server on a free loopback port and waits until it listens. */
export async function startReference({ command }: ReferenceServer): Promise<StartedReference> {
  const url = new URL(`http://127.0.0.1:${await freePort()}/mcp`);
  return { url, process: await startTarget(command(Number(url.port)), url, new AbortController().signal) };
}
