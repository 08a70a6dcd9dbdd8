import { readFile, readdir, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** How the kernel writes the state of a socket that listens. */
const LISTENS = '0A';

/** Text of a file of /proc; empty for a process that has ended and for a system without it. */
async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Inodes of the sockets that listen on a port, of either family. */
async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(read));
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  const inodes = rows.flatMap(([, local = '', , state, , , , , , inode]) =>
    state === LISTENS && Number.parseInt(local.split(':').at(-1) ?? '', 16) === port && inode !== undefined
      ? [inode]
      : [],
  );
  return new Set(inodes);
}

/** The fields of a process or thread behind its name, which stands in parentheses and may hold any character. */
async function fieldsOf(place: string): Promise<readonly string[]> {
  const stat = await read(`${place}/stat`);
  return stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
}

/** Ids of the processes of a group. */
async function membersOf(group: number): Promise<string[]> {
  const pids = (await list('/proc')).filter((name) => /^\d+$/.test(name));
  const members = await Promise.all(
    pids.map(async (pid) => {
      const [, , own] = await fieldsOf(`/proc/${pid}`);
      return Number(own) === group ? [pid] : [];
    }),
  );
  return members.flat();
}

async function holdsOneOf(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await list(`/proc/${pid}/fd`);
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return targets.some((target) => inodes.has(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? ''));
}

/**
 * Whether a process of the group has a socket that listens on the port: what is done to the group is done to the server
 * then. Undefined where the system does not tell.
 */
export async function groupListens(group: number, port: number): Promise<boolean | undefined> {
  const inodes = await listeningInodes(port);
  if (inodes.size === 0) return undefined;
  const members = await membersOf(group);
  const holds = await Promise.all(members.map((pid) => holdsOneOf(pid, inodes)));
  return holds.includes(true);
}

const STOP_DEADLINE_MS = 2_000;
const STOP_POLL_MS = 1;
/** Where the system does not tell: a thread that runs hears of the signal when its turn on the processor ends. */
const STOP_GUESS_MS = 20;
/** States of a thread that runs no more: stopped, traced, or ended. */
const STILL = new Set(['T', 't', 'Z', 'X', '']);

async function isStill(pid: string): Promise<boolean> {
  const threads = await list(`/proc/${pid}/task`);
  const states = await Promise.all(threads.map((thread) => fieldsOf(`/proc/${pid}/task/${thread}`)));
  return states.every(([state = '']) => STILL.has(state));
}

/**
 * Waits until no thread of the group runs any more, after it was sent SIGSTOP: the signal is on its way when it has been
 * sent, and a server with many threads goes on in some until each has heard of it.
 * @throws Error when one still runs after 2 s
 */
export async function untilStopped(group: number): Promise<void> {
  const members = await membersOf(group);
  if (members.length === 0) {
    await delay(STOP_GUESS_MS);
    return;
  }
  const deadline = performance.now() + STOP_DEADLINE_MS;
  while (!(await Promise.all(members.map(isStill))).every(Boolean)) {
    if (performance.now() > deadline) throw new Error('the processes of the command were not stopped by SIGSTOP');
    await delay(STOP_POLL_MS);
  }
}
