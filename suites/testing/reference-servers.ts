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
}

const ROOT = new URL('../../', import.meta.url);

function inRepository(path: string): string {
  return JSON.stringify(fileURLToPath(new URL(path, ROOT)));
}

function typescript(path: string, port: number, ...flags: readonly string[]): string {
  return ['exec node --import tsx', inRepository(path), '--port', String(port), ...flags].join(' ');
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
    name: 'server-everything',
    command: (port) =>
      `PORT=${port} exec node ${inRepository('node_modules/@modelcontextprotocol/server-everything/dist/index.js')} streamableHttp`,
    baseline: 'fixtures/servers/server-everything/baseline.json',
    tool: { name: 'trigger-long-running-operation', args: { duration: 1, steps: 2 } },
  },
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
