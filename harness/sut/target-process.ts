import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { SutControl } from '../link/sut-control.js';
import { groupListens, untilStopped } from './process-group.js';
import { guardStopped } from './stopped-guard.js';

/** A target that the harness has started and will end. */
export interface TargetProcess {
  /** Acts on every process of it; undefined for a server that has left the process group of its command. */
  readonly control: SutControl | undefined;
  /** Ends the process and starts it anew; resolves once it listens again. */
  restart(): Promise<void>;
  /** Ends the process and everything it started. Idempotent. */
  close(): Promise<void>;
}

const START_DEADLINE_MS = 30_000;
const POLL_MS = 20;
const CONNECT_DEADLINE_MS = 1_000;
const TERM_GRACE_MS = 3_000;
const KILL_GRACE_MS = 2_000;
const OUTPUT_KEPT = 2_000;
const CLOSED = 'the target was closed';

interface Running {
  readonly child: ChildProcess;
  /** Resolves once nobody holds its output any more: the shell has ended, and whatever it started as well. */
  readonly ended: Promise<void>;
  /** The newest output of the process, both streams. */
  readonly output: () => string;
}

function addressOf(url: URL): { readonly host: string; readonly port: number } {
  const standard = url.protocol === 'https:' ? 443 : 80;
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? standard : Number(url.port) };
}

/** Whether somebody accepts connections there now. */
function isListening(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(addressOf(url));
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(CONNECT_DEADLINE_MS, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

function launch(command: string): Running {
  // A group of its own, so that what the command starts in turn can be ended with it.
  const child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = `${output}${chunk.toString('utf8')}`.slice(-OUTPUT_KEPT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
  });
  return { child, ended, output: () => output };
}

function signalGroup({ child }: Running, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

function hasEnded({ child }: Running): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function lastWords(running: Running): string {
  const lines = running.output().trim().split('\n').slice(-3).join(' / ').replaceAll(/\s+/g, ' ').trim();
  return lines === '' ? '' : `; its last output: ${lines}`;
}

async function end(running: Running): Promise<void> {
  signalGroup(running, 'SIGTERM');
  await Promise.race([running.ended, delay(TERM_GRACE_MS, undefined, { ref: false })]);
  // Also when all of it seems to have ended: what gave up its output may be there still.
  signalGroup(running, 'SIGKILL');
  await Promise.race([running.ended, delay(KILL_GRACE_MS, undefined, { ref: false })]);
}

async function untilListening(running: Running, url: URL, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (!(await isListening(url))) {
    signal.throwIfAborted();
    if (hasEnded(running)) {
      const { exitCode, signalCode } = running.child;
      const how = signalCode === null ? `status ${exitCode ?? 'unknown'}` : signalCode;
      throw new Error(`the command ended (${how}) before ${url.host} accepted a connection${lastWords(running)}`);
    }
    if (performance.now() > deadline) {
      throw new Error(
        `${url.host} accepted no connection within ${START_DEADLINE_MS / 1000} s after the command was started${lastWords(running)}`,
      );
    }
    await delay(POLL_MS);
  }
}

/** What is running of each target that goes when this process does: one listener for all, because Node warns of many. */
const living = new Set<() => Running | undefined>();

function endTheLiving(): void {
  for (const runningOf of living) {
    const running = runningOf();
    if (running !== undefined) signalGroup(running, 'SIGKILL');
  }
}

/** Ends what runs by then when this process exits; until the returned function is called. */
function endWithThisProcess(runningOf: () => Running | undefined): () => void {
  if (living.size === 0) process.once('exit', endTheLiving);
  living.add(runningOf);
  return () => {
    living.delete(runningOf);
    if (living.size === 0) process.off('exit', endTheLiving);
  };
}

/** Whether what is done to the process group is done to the server. Systems that do not tell are believed to be so. */
async function isHeld({ child }: Running, url: URL): Promise<boolean> {
  if (process.platform === 'win32' || child.pid === undefined) return false;
  return (await groupListens(child.pid, addressOf(url).port)) !== false;
}

/**
 * Starts a server by a shell command and waits until it accepts connections at its URL. Rejects with a plain message
 * when something listens there already, when the command ends, and after 30 s. Nothing is left behind when it rejects,
 * nor when this process exits.
 */
export async function startTarget(command: string, url: URL, signal: AbortSignal): Promise<TargetProcess> {
  if (await isListening(url)) {
    throw new Error(
      `${url.host} is in use already: stop what listens there, or leave out --command to check it as it is`,
    );
  }
  let running: Running | undefined;
  let isClosed = false;
  let isKilled = false;
  /** Lets go of the guard over a group that is stopped; undefined while it runs. */
  let releaseGuard: (() => void) | undefined;
  const forget = endWithThisProcess(() => running);

  function resume(): void {
    if (running !== undefined) signalGroup(running, 'SIGCONT');
    releaseGuard?.();
    releaseGuard = undefined;
  }

  async function close(): Promise<void> {
    isClosed = true;
    const ending = running;
    // A stopped process hears of no signal but SIGKILL.
    resume();
    running = undefined;
    forget();
    if (ending !== undefined) await end(ending);
  }

  async function start(): Promise<void> {
    if (isClosed) throw new Error(CLOSED);
    running = launch(command);
    isKilled = false;
    await untilListening(running, url, signal);
  }

  function live(): Running {
    if (running === undefined) throw new Error(CLOSED);
    return running;
  }

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  const control: SutControl = {
    async pause() {
      const pausing = live();
      const { pid } = pausing.child;
      if (pid === undefined) throw new Error(CLOSED);
      releaseGuard ??= guardStopped(pid);
      signalGroup(pausing, 'SIGSTOP');
      await untilStopped(pid);
    },
    async kill() {
      const ending = live();
      isKilled = true;
      signalGroup(ending, 'SIGKILL');
      await Promise.race([ending.ended, delay(KILL_GRACE_MS, undefined, { ref: false })]);
      if (await isListening(url)) throw new Error(`${url.host} accepts connections after the command was killed`);
    },
    async restore() {
      resume();
      // One that ended by itself is no outage of ours, and stays away.
      if (isKilled && !isClosed) await start();
    },
  };
  return {
    control: (await isHeld(live(), url)) ? control : undefined,
    close,
    async restart() {
      const ending = live();
      resume();
      await end(ending);
      await start();
    },
  };
}
