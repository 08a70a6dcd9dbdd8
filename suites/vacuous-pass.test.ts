import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { goldProfile, runCases } from './testing/in-process.js';

async function listening(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Cases run as if the target offered everything: discovery, which would refuse these targets, is left out. */
async function passesAgainst(url: string): Promise<string[]> {
  const signal = new AbortController();
  const results = await runCases(url, {
    selection: {},
    profile: await goldProfile(),
    revisions: ['2025-11-25'],
    signal: signal.signal,
    concurrency: 200,
    // None of these targets answers a case: there is nothing to wait for.
    patience: 0.1,
  });
  expect(results.length).toBeGreaterThan(100);
  return results.filter(({ verdict }) => verdict === 'pass' || verdict === 'warn').map(({ id }) => id);
}

describe('no case passes against something that is no MCP server', () => {
  test('a closed port', { timeout: 120_000 }, async () => {
    const taken = await listening(createServer());
    await taken.close();
    expect(await passesAgainst(taken.url)).toEqual([]);
  });

  test('a server that answers 200 {} to everything', { timeout: 120_000 }, async () => {
    const server = createHttpServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    const open = await listening(server);
    expect(await passesAgainst(open.url)).toEqual([]);
    await open.close();
  });

  test('a server that accepts and stays silent', { timeout: 180_000 }, async () => {
    const open = await listening(createServer((socket) => socket.resume()));
    expect(await passesAgainst(open.url)).toEqual([]);
    await open.close();
  });
});
