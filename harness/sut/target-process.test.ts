import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startTarget } from './target-process.js';

const SIGNAL = new AbortController().signal;

/**
 * A free port on a loopback address that nobody else uses, so that no other process can take it before the command
 * does. Where there is only one such address, that one.
 */
async function freeUrl(): Promise<URL> {
  const host =
    process.platform === 'linux' ? `127.77.${process.pid % 250}.${1 + Math.floor(Math.random() * 250)}` : '127.0.0.1';
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return new URL(`http://${host}:${port}/mcp`);
}

/** A server that answers with its process id; `rude` ones do not end when they are asked to. */
function command(url: URL, rude = false): string {
  const script = `process.on('SIGTERM', () => ${rude ? '0' : 'process.exit(0)'});
    require('node:http').createServer((q, s) => s.end(String(process.pid))).listen(${url.port}, '${url.hostname}')`;
  return `"${process.execPath}" -e "${script.replaceAll('"', '\\"')}"`;
}

async function pidAt(url: URL): Promise<number> {
  return Number(await (await fetch(url, { headers: { connection: 'close' } })).text());
}

test('a server is started, restarted and stopped, and nothing of it stays', async () => {
  const url = await freeUrl();
  const target = await startTarget(command(url), url, SIGNAL);
  const first = await pidAt(url);
  await target.restart();
  const second = await pidAt(url);
  expect(second).not.toBe(first);
  await target.close();
  await target.close();
  await expect(pidAt(url)).rejects.toThrow();
});

test('a server that does not end when it is asked to is ended all the same, shell or not', async () => {
  const url = await freeUrl();
  const target = await startTarget(`${command(url, true)}; true`, url, SIGNAL);
  expect(await pidAt(url)).toBeGreaterThan(0);
  await target.close();
  await expect(pidAt(url)).rejects.toThrow();
});

test('a command that ends is told with its last words', async () => {
  const url = await freeUrl();
  await expect(startTarget('echo no such database >&2; exit 3', url, SIGNAL)).rejects.toThrow(
    `the command ended (status 3) before ${url.host} accepted a connection; its last output: no such database`,
  );
});

test('an address in use is told before anything is started', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await expect(startTarget('exit 0', url, SIGNAL)).rejects.toThrow(`${url.host} is in use already`);
  server.close();
});

test('an interruption ends the wait and the process', async () => {
  const url = await freeUrl();
  const stop = new AbortController();
  const starting = startTarget('sleep 60', url, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(starting).rejects.toThrow('stopped');
});
