import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
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

/** Whether nobody listens there; a server that is paused still does. */
function isPortFree(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(url.port), url.hostname);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
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

/** The answer of a server within a time in which a running one answers; undefined when there is none. */
async function answerWithin(url: URL, deadlineMs: number): Promise<string | undefined> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    return await (await fetch(url, { headers: { connection: 'close' }, signal })).text();
  } catch {
    return undefined;
  }
}

test('a server that is paused accepts and does not answer, and goes on when it is restored', async () => {
  const url = await freeUrl();
  const target = await startTarget(`${command(url)}; true`, url, SIGNAL);
  const pid = await pidAt(url);
  await target.control?.pause();
  const asked = pidAt(url);
  expect(await answerWithin(url, 300)).toBeUndefined();
  await target.control?.restore();
  expect(await asked).toBe(pid);
  await target.close();
});

test('a server that is killed is away until it is restored, as another process', async () => {
  const url = await freeUrl();
  const target = await startTarget(command(url), url, SIGNAL);
  const pid = await pidAt(url);
  await target.control?.kill();
  await expect(pidAt(url)).rejects.toThrow();
  await target.control?.restore();
  expect(await pidAt(url)).not.toBe(pid);
  await target.close();
});

test('a server that ended by itself is not started again by a restore', async () => {
  const url = await freeUrl();
  const target = await startTarget(command(url), url, SIGNAL);
  process.kill(await pidAt(url), 'SIGKILL');
  await expect.poll(() => answerWithin(url, 1000)).toBeUndefined();
  await target.control?.restore();
  expect(await answerWithin(url, 1000)).toBeUndefined();
  await target.close();
});

test.each(['pause', 'kill'] as const)('nothing is left of a server that is closed after a %s', async (what) => {
  const url = await freeUrl();
  const target = await startTarget(command(url, true), url, SIGNAL);
  await target.control?.[what]();
  await target.close();
  await target.control?.restore();
  expect(await isPortFree(url)).toBe(true);
});

test('a server that is paused does not outlive a harness that is killed', async () => {
  const url = await freeUrl();
  const main = fileURLToPath(new URL('./testing/pause-main.ts', import.meta.url));
  const harness = spawn(process.execPath, ['--import', 'tsx', main, command(url), url.href], { stdio: 'pipe' });
  await once(harness.stdout, 'data');
  harness.kill('SIGKILL');
  await expect.poll(() => isPortFree(url), { timeout: 5000 }).toBe(true);
});

test('a server that has left the process group of its command is not held', async () => {
  const url = await freeUrl();
  const held = await startTarget(command(url), url, SIGNAL);
  expect(held.control).toBeDefined();
  await held.close();
  const script = `require('node:child_process').spawn(process.execPath, ['-e', process.env.SERVER], { detached: true, stdio: 'inherit' })`;
  const server = `require('node:http').createServer((q, s) => s.end(String(process.pid))).listen(${url.port}, '${url.hostname}')`;
  const leaving = `SERVER="${server}" "${process.execPath}" -e "${script}"`;
  const left = await startTarget(leaving, url, SIGNAL);
  const pid = await pidAt(url);
  expect(left.control).toBeUndefined();
  process.kill(pid, 'SIGKILL');
  await left.close();
});
