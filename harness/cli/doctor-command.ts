import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { unlockedBy } from '../faults/ability.js';
import type { Backend } from '../faults/fault.js';
import { FAULTS } from '../faults/index.js';
import { findNginx, NGINX_INSTALL } from '../link/nginx/find-nginx.js';
import { findToxiproxy, TOXIPROXY_INSTALL } from '../link/toxiproxy/find-server.js';
import { table } from './list-command.js';
import type { CommandIo } from './terminal-io.js';
import { toolVersion } from './tool-version.js';

/** Runs a program and returns what it printed, or undefined when that was not possible. */
export type ProgramRunner = (program: string, args: readonly string[]) => Promise<string | undefined>;

const PROGRAM_DEADLINE_MS = 5_000;

/** The kinds of faults that are done to a server itself by a process, or by a container alone. */
const DONE_TO_PROCESS = kindsOf('process');
const DONE_TO_CONTAINER = kindsOf('containers').filter((kind) => unlockedBy(kind) !== undefined);

const CONTAINERS = `unlocks --topology containers, and with --image ${DONE_TO_CONTAINER.join(', ')} (docs/containers.md)`;

function kindsOf(backend: Backend): string[] {
  return [...FAULTS.values()].flatMap(({ kind, backends }) => (backends.includes(backend) ? [kind] : []));
}

/** Options to ask a program for its version by. */
const TOXIPROXY_VERSION = ['-version'];
const NGINX_VERSION = ['-v'];

/** Never rejects: a program that is missing, fails or hangs is simply not there. */
export const runProgram: ProgramRunner = (program, args) =>
  new Promise((resolve) => {
    execFile(program, [...args], { timeout: PROGRAM_DEADLINE_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) =>
      resolve(error === null ? `${stdout}${stderr}`.trim() : undefined),
    );
  });

function version(output: string): string {
  return /\d+(?:\.\d+)+\S*/.exec(output)?.[0]?.replace(/[,;)]+$/, '') ?? 'of unknown version';
}

async function containerRow(run: ProgramRunner): Promise<string[]> {
  const client = await run('docker', ['--version']);
  if (client === undefined) return ['container engine', 'docker not found', CONTAINERS];
  const server = await run('docker', ['version', '--format', '{{.Server.Version}}']);
  const state = server === undefined || server === '' ? 'its daemon does not answer' : `daemon ${version(server)}`;
  return ['container engine', `docker ${version(client)}, ${state}`, CONTAINERS];
}

/** What can be done to a server that the harness starts by --command. */
function signalRow(): string[] {
  const unlocked = `unlocks restart, ${DONE_TO_PROCESS.join(', ')} of a server that --command starts`;
  return process.platform === 'win32'
    ? ['process signals', 'none on this system', 'would be needed to pause a server that --command starts']
    : ['process signals', 'SIGSTOP, SIGKILL', unlocked];
}

/** A real proxy that links can be made of: what was found, and how to get it where there is none. */
async function proxyRow(
  run: ProgramRunner,
  {
    name,
    program,
    args,
    backend,
    install,
  }: { name: string; program: string | undefined; args: string[]; backend: string; install: string },
): Promise<string[]> {
  const output = program === undefined ? undefined : await run(program, args);
  if (output === undefined) return [name, 'not found', `would unlock --backend ${backend}: ${install}`];
  return [name, `${version(output)}, ${program}`, `unlocks --backend ${backend}`];
}

function toxiproxyRow(run: ProgramRunner, environment: CommandIo['environment']): Promise<string[]> | string[] {
  const found = findToxiproxy(environment);
  const [name, backend] = ['Toxiproxy', 'toxiproxy'];
  if (found !== undefined && 'apiUrl' in found) return [name, `at ${found.apiUrl}`, `unlocks --backend ${backend}`];
  return proxyRow(run, { name, program: found?.program, args: TOXIPROXY_VERSION, backend, install: TOXIPROXY_INSTALL });
}

function nginxRow(run: ProgramRunner, environment: CommandIo['environment']): Promise<string[]> {
  return proxyRow(run, {
    name: 'nginx',
    program: findNginx(environment),
    args: NGINX_VERSION,
    backend: 'nginx',
    install: NGINX_INSTALL,
  });
}

/** `faultline doctor`: what this machine offers, and what each of it unlocks. Never fails. */
export async function doctorCommand(io: CommandIo, run: ProgramRunner = runProgram): Promise<number> {
  const rows = await Promise.all([containerRow(run), toxiproxyRow(run, io.environment), nginxRow(run, io.environment)]);
  const lines = table([
    ['faultline', toolVersion(), ''],
    ['Node.js', process.versions.node, ''],
    ['processors', String(availableParallelism()), ''],
    signalRow(),
    ...rows,
  ]);
  const closing = 'Nothing needs to be installed: without the last three, links are made by the harness itself.';
  io.stdout.write(`${lines.join('\n')}\n\n${closing}\n`);
  return 0;
}
