import type { ServerCase } from '../engine/case.js';
import type { RunOutcome } from '../engine/run.js';
import type { RunRequest } from '../engine/run-server.js';
import type { Steering } from '../engine/steering.js';
import { secretsIn } from '../history/secrets.js';
import type { TargetProcess } from '../sut/target-process.js';
import type { Topology, TopologyPlan } from '../topology/start-topology.js';
import { messageOf, runCheck } from './check-command.js';
import type { CheckDependencies, Watching } from './check-command.js';
import { loadConfig, mergeOptions } from './config.js';
import { findBackend } from './link-backend.js';
import type { ServerOptions } from './options.js';
import { runInContainers, type StartTopology } from './run-in-containers.js';
import { checkServerOptions, runOptionsOf } from './options.js';
import type { RawServerOptions } from './raw-options.js';
import type { CommandIo } from './terminal-io.js';

/** The parts of the harness that the command drives. */
export interface ServerDependencies extends CheckDependencies {
  readonly loadCases: () => Promise<readonly ServerCase[]>;
  readonly run: (request: RunRequest) => Promise<RunOutcome>;
  /** Starts the containers between harness and target; rejects with a plain message. */
  readonly startTopology: StartTopology;
  /** Starts the target by its command; rejects with a plain message. */
  readonly startTarget: (command: string, url: URL, signal: AbortSignal) => Promise<TargetProcess>;
}

/** What a run uses of what stands between harness and target. */
type Between = Pick<RunRequest, 'target' | 'restart' | 'second'> & Required<Pick<RunRequest, 'backend'>>;

async function runWithTarget(
  options: ServerOptions,
  { signal, onEvent, outcome }: Watching,
  dependencies: ServerDependencies,
  between: Between,
): Promise<RunOutcome> {
  const { target, backend, restart, second } = between;
  let started: TargetProcess | undefined;
  try {
    if (target.command !== undefined) {
      try {
        started = await dependencies.startTarget(target.command, target.url, signal);
      } catch (error) {
        return outcome(signal.aborted ? 'interrupted' : 'unreachable', messageOf(error));
      }
    }
    return await dependencies.run({
      ...runOptionsOf(options),
      target,
      backend,
      threads: options.threads,
      signal,
      ...(second && { second }),
      ...steeringOf(started, restart),
      onEvent,
    });
  } finally {
    await started?.close();
  }
}

function steeringOf(started: TargetProcess | undefined, restart: Steering['restart']): Steering {
  if (started !== undefined)
    return { restart: () => started.restart(), ...(started.control && { control: started.control }) };
  return restart === undefined ? {} : { restart };
}

function planOf({ target: { image, url }, isUrlGiven }: ServerOptions): Omit<TopologyPlan, 'signal'> {
  return image === undefined ? {} : { image, isDouble: true, ...(isUrlGiven && { url }) };
}

function betweenOf({ target, secondUrl }: ServerOptions, { request, sut, second }: Topology): Between {
  if (sut === undefined) return { backend: request, target, ...(secondUrl && { second: { url: secondUrl } }) };
  const { url, dialAt } = sut;
  return {
    backend: request,
    target: { ...target, url, dialAt },
    restart: () => sut.restart(),
    ...(second && { second: { url: second.url, dialAt: second.dialAt } }),
  };
}

function run(
  options: ServerOptions,
  watching: Watching,
  dependencies: ServerDependencies,
  { environment }: CommandIo,
): Promise<RunOutcome> {
  const { target, topology, backend, secondUrl } = options;
  if (topology === 'containers') {
    return runInContainers(planOf(options), watching, dependencies.startTopology, (within, inside) =>
      runWithTarget(options, within, dependencies, betweenOf(options, inside)),
    );
  }
  return runWithTarget(options, watching, dependencies, {
    target,
    backend: findBackend(backend, environment),
    ...(secondUrl && { second: { url: secondUrl } }),
  });
}

/**
 * `faultline server`: checks the options, runs the cases, writes the reports. Returns the exit status; throws a
 * UsageError before anything was started when the options can't be used.
 */
export async function serverCommand(
  raw: RawServerOptions,
  io: CommandIo,
  dependencies: ServerDependencies,
): Promise<number> {
  const { config, ...commandLine } = raw;
  const options = checkServerOptions(mergeOptions(commandLine, loadConfig(config, io.workingDirectory)));
  const { headers, url, command } = options.target;
  const commandText = command === undefined ? {} : { command };
  return runCheck(
    {
      options,
      target: { role: 'server', transport: 'streamable-http', url: url.href, ...commandText },
      secrets: [
        ...secretsIn({ headers, url: url.href, ...commandText }),
        ...secretsIn({ url: options.secondUrl?.href ?? '' }),
      ],
      loadCases: () => dependencies.loadCases(),
      run: (watching) => run(options, watching, dependencies, io),
    },
    io,
    dependencies,
  );
}
