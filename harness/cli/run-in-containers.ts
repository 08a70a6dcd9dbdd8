import type { RunOutcome } from '../engine/run.js';
import type { RunRequest } from '../engine/run-server.js';
import type { Topology, TopologyPlan } from '../topology/start-topology.js';
import { messageOf } from './check-command.js';
import type { Watching } from './check-command.js';
import type { ServerOptions } from './options.js';

/** What a run uses of what stands between harness and target. */
export type RunTopology = Pick<RunRequest, 'target' | 'restart'> & Required<Pick<RunRequest, 'backend'>>;

/** Starts the containers, runs the cases among them, and removes them, however the run ends. */
export async function runInContainers(
  { target, isUrlGiven }: ServerOptions,
  watching: Watching,
  startTopology: (plan: TopologyPlan) => Promise<Topology>,
  run: (watching: Watching, topology: RunTopology) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const { signal, outcome } = watching;
  const { image, url } = target;
  let topology: Topology;
  try {
    topology = await startTopology({
      signal,
      ...(image !== undefined && { image }),
      ...(image !== undefined && isUrlGiven && { url }),
    });
  } catch (error) {
    return outcome(signal.aborted ? 'interrupted' : 'unreachable', messageOf(error));
  }
  const broken = new AbortController();
  let problem: string | undefined;
  void topology.failed.then((why) => {
    problem = why;
    broken.abort();
  });
  try {
    const { request, sut } = topology;
    const ended = await run(
      { ...watching, signal: AbortSignal.any([signal, broken.signal]) },
      {
        backend: request,
        target: { ...target, ...(sut && { url: sut.url, dialAt: sut.dialAt }) },
        ...(sut && { restart: () => sut.restart() }),
      },
    );
    return problem === undefined || signal.aborted ? ended : outcome('failed', problem);
  } finally {
    await topology.close().catch(() => undefined);
  }
}
