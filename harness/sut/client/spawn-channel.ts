import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientChannel, ClientExit } from './channel.js';

const TERM_GRACE_MS = 500;
const KILL_GRACE_MS = 2_000;
/** How long output is still waited for once the process has ended: what it had started may hold the pipe for ever. */
const DRAIN_MS = 500;

/** Signals the whole process group. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

function untilEnded(child: ChildProcess): Promise<ClientExit> {
  return new Promise((resolve) => {
    child.once('exit', (status, signal) => {
      const exit = { status, signal };
      const drained = setTimeout(() => resolve(exit), DRAIN_MS);
      child.once('close', () => {
        clearTimeout(drained);
        resolve(exit);
      });
      // What it has left behind is of no use to anybody.
      signalGroup(child, 'SIGKILL');
    });
    child.once('error', () => {
      if (child.pid === undefined) resolve({ status: null, signal: null });
    });
  });
}

/** Groups that go when this process does: one listener for all of them, because Node warns of many. */
const living = new Set<ChildProcess>();

function endWithThisProcess(child: ChildProcess): void {
  if (living.size === 0) process.once('exit', endTheLiving);
  living.add(child);
}

function endTheLiving(): void {
  for (const child of living) signalGroup(child, 'SIGKILL');
}

/**
 * Starts a client by a shell command, in a process group of its own. The group is ended when the process ends by
 * itself, when the channel is killed, and when this process exits.
 */
export function spawnChannel(command: string, environment: Readonly<Record<string, string>> = {}): ClientChannel {
  const child = spawn(command, {
    shell: true,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const { stdin, stdout, stderr } = child;
  // The process may end at any moment, also in the middle of a write.
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => undefined);
  endWithThisProcess(child);
  const ended = untilEnded(child).then((exit) => {
    living.delete(child);
    if (living.size === 0) process.off('exit', endTheLiving);
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
    return exit;
  });
  let ending: Promise<void> | undefined;

  async function end(): Promise<void> {
    signalGroup(child, 'SIGTERM');
    await Promise.race([ended, delay(TERM_GRACE_MS, undefined, { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) signalGroup(child, 'SIGKILL');
    await Promise.race([ended, delay(KILL_GRACE_MS, undefined, { ref: false })]);
  }

  return { stdin, stdout, stderr, ended, kill: () => (ending ??= end()) };
}
