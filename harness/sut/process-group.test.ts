import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { untilStopped } from './process-group.js';

/** Spins in several threads, and says so once all of them do. */
const SPINNING = `
const { Worker } = require('node:worker_threads');
const spin = "require('node:worker_threads').parentPort.postMessage(1); for (;;);";
let begun = 0;
for (let i = 0; i < 4; i += 1) new Worker(spin, { eval: true }).on('message', () => ++begun === 4 && console.log('spinning'));`;

/** Processor time that a process has used, in ticks of the kernel. */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

test.skipIf(process.platform !== 'linux')('a group is stopped when no thread of it runs any more', async () => {
  const child = spawn(process.execPath, ['-e', SPINNING], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const pid = child.pid ?? 0;
  onTestFinished(() => void process.kill(-pid, 'SIGKILL'));
  await once(child.stdout, 'data');
  process.kill(-pid, 'SIGSTOP');
  await untilStopped(pid);
  const stoppedAt = await ticksOf(pid);
  await delay(100);
  expect(await ticksOf(pid)).toBe(stoppedAt);
});

test.skipIf(process.platform !== 'linux')('a group that goes on is not called stopped', async () => {
  const child = spawn(process.execPath, ['-e', SPINNING], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const pid = child.pid ?? 0;
  onTestFinished(() => void process.kill(-pid, 'SIGKILL'));
  await once(child.stdout, 'data');
  await expect(untilStopped(pid)).rejects.toThrow('were not stopped by SIGSTOP');
});
