import type { ClientCase } from '../engine/case.js';
import type { RunOutcome } from '../engine/run.js';
import type { ClientRunRequest } from '../engine/run-client.js';
import { secretsIn } from '../history/secrets.js';
import { runCheck } from './check-command.js';
import type { CheckDependencies } from './check-command.js';
import { checkClientOptions } from './client-options.js';
import { loadConfig, mergeOptions } from './config.js';
import { findBackend } from './link-backend.js';
import type { RawClientOptions } from './raw-options.js';
import type { CommandIo } from './terminal-io.js';

/** The parts of the harness that the command drives. */
export interface ClientDependencies extends CheckDependencies {
  readonly loadClientCases: () => Promise<readonly ClientCase[]>;
  readonly runClient: (request: ClientRunRequest) => Promise<RunOutcome>;
}

/**
 * `faultline client`: checks the options, runs the cases, writes the reports. Returns the exit status; throws a
 * UsageError before anything was started when the options can't be used.
 */
export async function clientCommand(
  raw: RawClientOptions,
  io: CommandIo,
  dependencies: ClientDependencies,
): Promise<number> {
  const { config, ...commandLine } = raw;
  const options = checkClientOptions(mergeOptions(commandLine, loadConfig(config, io.workingDirectory)));
  const { target, transport, revisions, cases, suites, faults, seed, shard, concurrency, timeScale, full, backend } =
    options;
  return runCheck(
    {
      options,
      target: { role: 'client', transport: transport ?? 'streamable-http', command: target.command },
      secrets: secretsIn({ headers: target.headers ?? {}, command: target.command }),
      loadCases: () => dependencies.loadClientCases(),
      run: ({ signal, onEvent }) =>
        dependencies.runClient({
          target,
          backend: findBackend(backend, io.environment),
          ...(transport === undefined ? {} : { transport }),
          ...(revisions === undefined ? {} : { revisions }),
          cases,
          suites,
          faults,
          seed,
          ...(shard === undefined ? {} : { shard }),
          concurrency,
          timeScale,
          full,
          signal,
          onEvent,
        }),
    },
    io,
    dependencies,
  );
}
