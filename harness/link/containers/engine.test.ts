import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findEngine } from './engine.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-engine-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function listenOn(socket: string): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(socket, () => resolve(server));
  });
}

test('an engine that is not there is told in one line', async () => {
  const socket = path.join(folder, 'none.sock');
  vi.stubEnv('DOCKER_HOST', `unix://${socket}`);
  await expect(findEngine()).rejects.toThrow(new Error(`no container engine answers: there is no ${socket}`));
});

/** A socket of a process that did not take it away. */
function leaveSocket(socket: string): Promise<void> {
  const script = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
  return new Promise((resolve) => {
    execFile(process.execPath, ['-e', script], () => resolve());
  });
}

test('the socket of a daemon that has gone is told in one line', async () => {
  const socket = path.join(folder, 'left.sock');
  await leaveSocket(socket);
  vi.stubEnv('DOCKER_HOST', `unix://${socket}`);
  await expect(findEngine()).rejects.toThrow(
    new Error(`no container engine answers at ${socket}: does its daemon run?`),
  );
});

/** Root may use every socket. */
const isRoot = process.getuid?.() === 0;

test.skipIf(isRoot)('a socket that this user may not use is told in one line', async () => {
  const socket = path.join(folder, 'locked.sock');
  const server = await listenOn(socket);
  chmodSync(socket, 0o000);
  vi.stubEnv('DOCKER_HOST', `unix://${socket}`);
  await expect(findEngine()).rejects.toThrow(
    new Error(`the container engine may not be used by this user: no permission for ${socket}`),
  );
  await new Promise((resolve) => server.close(resolve));
});
