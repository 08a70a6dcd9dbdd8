import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { table } from './list-command.js';
import type { CommandIo } from './terminal-io.js';
import { toolVersion } from './tool-version.js';

/** Runs a program and returns what it printed, or undefined when that was not possible. */
export type ProgramRunner = (program: string, args: readonly string[]) => Promise<string | undefined>;

const PROGRAM_DEADLINE_MS = 5_000;

const LATER = 'will unlock --topology containers';

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
  if (client === undefined) return ['container engine', 'docker not found', LATER];
  const server = await run('docker', ['version', '--format', '{{.Server.Version}}']);
  const state = server === undefined || server === '' ? 'its daemon does not answer' : `daemon ${version(server)}`;
  return ['container engine', `docker ${version(client)}, ${state}`, LATER];
}

async function binaryRow(
  run: ProgramRunner,
  name: string,
  program: string,
  args: readonly string[],
): Promise<string[]> {
  const output = await run(program, args);
  return [name, output === undefined ? `${program} not found` : `${program} ${version(output)}`, LATER];
}

/** `faultline doctor`: what this machine offers, and what each of it unlocks. Never fails. */
export async function doctorCommand(io: CommandIo, run: ProgramRunner = runProgram): Promise<number> {
  const rows = await Promise.all([
    containerRow(run),
    binaryRow(run, 'Toxiproxy', 'toxiproxy-server', ['--version']),
    binaryRow(run, 'nginx', 'nginx', ['-v']),
  ]);
  const lines = table([
    ['faultline', toolVersion(), ''],
    ['Node.js', process.versions.node, ''],
    ['processors', String(availableParallelism()), ''],
    ...rows,
  ]);
  const closing = 'Everything that this version does, it does without the last three: nothing needs to be installed.';
  io.stdout.write(`${lines.join('\n')}\n\n${closing}\n`);
  return 0;
}
