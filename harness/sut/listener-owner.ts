import { readFile, readdir, readlink } from 'node:fs/promises';

/** How the kernel writes the state of a socket that listens. */
const LISTENS = '0A';

/** Text of a file of /proc; empty for a process that has ended and for a system without it. */
async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
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

/** The process group of a process: the third field behind its name, which stands in parentheses and may hold any. */
async function groupOf(pid: string): Promise<number> {
  const stat = await read(`/proc/${pid}/stat`);
  return Number(
    stat
      .slice(stat.lastIndexOf(')') + 1)
      .trim()
      .split(' ')[2],
  );
}

async function holdsOneOf(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
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
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const members = (await Promise.all(pids.map(async (pid) => ({ pid, group: await groupOf(pid) })))).filter(
    (member) => member.group === group,
  );
  const holds = await Promise.all(members.map(({ pid }) => holdsOneOf(pid, inodes)));
  return holds.includes(true);
}
