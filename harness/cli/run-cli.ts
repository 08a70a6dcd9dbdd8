import { CommanderError } from 'commander';
import { HARNESS_EXIT_CODE, USAGE_EXIT_CODE } from '../../reports/exit-status.js';
import type { ClientDependencies } from './client-command.js';
import { commandLineError } from './command-line-error.js';
import type { MatrixDependencies } from './matrix-command.js';
import type { CommandActions } from './program.js';
import { createProgram } from './program.js';
import type { ServerDependencies } from './server-command.js';
import type { CommandIo } from './terminal-io.js';
import { toolVersion } from './tool-version.js';
import { UsageError } from './usage-error.js';

type Dependencies = ServerDependencies & ClientDependencies & MatrixDependencies;

/** What can be put in the place of the real harness. */
export type CliOverrides = Partial<Dependencies>;

function dependencies(overrides: CliOverrides): Dependencies {
  return {
    loadCases: async () => (await import('../engine/registry.js')).loadServerCases(),
    run: async (request) => (await import('../engine/run-server.js')).runServer(request),
    startTopology: async (plan) => (await import('../topology/start-topology.js')).startTopology(plan),
    startTarget: async (...args) => (await import('../sut/target-process.js')).startTarget(...args),
    loadClientCases: async () => (await import('../engine/registry.js')).loadClientCases(),
    runClient: async (request) => (await import('../engine/run-client.js')).runClient(request),
    runMatrix: async (request) => (await import('../matrix/run-matrix.js')).runMatrix(request),
    signals: process,
    exit: (code) => process.exit(code),
    ...overrides,
  };
}

function actionsFor(io: CommandIo, overrides: CliOverrides): CommandActions {
  return {
    server: async (options) =>
      (await import('./server-command.js')).serverCommand(options, io, dependencies(overrides)),
    client: async (options) =>
      (await import('./client-command.js')).clientCommand(options, io, dependencies(overrides)),
    matrix: async (options) =>
      (await import('./matrix-command.js')).matrixCommand(options, io, dependencies(overrides)),
    list: async (options) => (await import('./list-command.js')).listCommand(options, io),
    explain: async (text) => (await import('./explain-command.js')).explainCommand(text, io),
    report: async (file, options) => (await import('./report-command.js')).reportCommand(file, options, io),
    diff: async (before, after, options) => (await import('./diff-command.js')).diffCommand(before, after, options, io),
    doctor: async () => (await import('./doctor-command.js')).doctorCommand(io),
  };
}

function describeFailure(error: unknown, io: CommandIo): string {
  if (!(error instanceof Error)) return String(error);
  return (io.environment['FAULTLINE_DEBUG'] ?? '') === '' ? error.message : (error.stack ?? error.message);
}

/** Runs one command line, without the names of Node and the script. Returns the exit status; never rejects. */
export async function runCli(args: readonly string[], io: CommandIo, overrides: CliOverrides = {}): Promise<number> {
  let exitCode = 0;
  const program = createProgram(toolVersion(), actionsFor(io, overrides), (code) => {
    exitCode = code;
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 100,
    });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (caught) {
    if (caught instanceof CommanderError && caught.exitCode === 0) return 0;
    const error = caught instanceof CommanderError ? commandLineError(caught, program, args) : caught;
    if (error instanceof UsageError) {
      io.stderr.write(`faultline: ${error.message}\n`);
      return USAGE_EXIT_CODE;
    }
    io.stderr.write(`faultline: the harness itself failed: ${describeFailure(error, io)}\n`);
    return HARNESS_EXIT_CODE;
  }
}
