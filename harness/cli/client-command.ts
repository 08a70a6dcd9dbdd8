import type { ClientCase } from '../engine/case.js';
import type { RunOutcome } from '../engine/run.js';
import type { ClientRunRequest } from '../engine/run-client.js';
import { secretsIn } from '../history/secrets.js';
import { runCheck } from './check-command.js';
import type { CheckDependencies, Watching } from './check-command.js';
import { checkClientOptions } from './client-options.js';
import type { ClientOptions } from './client-options.js';
import { loadConfig, mergeOptions } from './config.js';
import { findBackend } from './link-backend.js';
import { runOptionsOf } from './options.js';
import type { RawClientOptions } from './raw-options.js';
import { runInContainers, type StartTopology } from './run-in-containers.js';
import type { CommandIo } from './terminal-io.js';

/** The parts of the harness that the command drives. */
export interface ClientDependencies extends CheckDependencies {
  readonly loadClientCases: () => Promise<readonly ClientCase[]>;
  readonly runClient: (request: ClientRunRequest) => Promise<RunOutcome>;
  /** Starts the containers between harness and target; rejects with a plain message. */
  readonly startTopology: StartTopology;
}

/** What the client is, and what the links to it are made of. */
type Between = Required<Pick<ClientRunRequest, 'target' | 'backend'>>;

function runWith(
  options: ClientOptions,
  { signal, onEvent }: Watching,
  { runClient }: ClientDependencies,
  { target, backend }: Between,
): Promise<RunOutcome> {
  const { transport, full } = options;
  return runClient({
    ...runOptionsOf(options),
    target,
    backend,
    ...(transport && { transport }),
    full,
    signal,
    onEvent,
  });
}

async function run(
  options: ClientOptions,
  watching: Watching,
  dependencies: ClientDependencies,
  { environment }: CommandIo,
): Promise<RunOutcome> {
  const { target, backend, topology, image } = options;
  if (topology === 'embedded')
    return runWith(options, watching, dependencies, { target, backend: findBackend(backend, environment) });
  const plan = image === undefined ? {} : { clientImage: image };
  return runInContainers(plan, watching, dependencies.startTopology, (within, { request, client }) =>
    runWith(options, within, dependencies, {
      target: { ...target, ...(client && { containers: client }) },
      backend: request,
    }),
  );
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
  const { target, transport } = options;
  return runCheck(
    {
      options,
      target: { role: 'client', transport: transport ?? 'streamable-http', command: target.command },
      secrets: secretsIn({ headers: target.headers ?? {}, command: target.command }),
      loadCases: () => dependencies.loadClientCases(),
      run: (watching) => run(options, watching, dependencies, io),
    },
    io,
    dependencies,
  );
}
