import type { RunOutcome } from '../engine/run.js';
import type { Topology, TopologyPlan } from '../topology/start-topology.js';
import { messageOf } from './check-command.js';
import type { Watching } from './check-command.js';

/** Starts containers; rejects with a plain message. */
export type StartTopology = (plan: TopologyPlan) => Promise<Topology>;

/** Starts the containers, runs the cases among them, and removes them, however the run ends. */
export async function runInContainers(
  plan: Omit<TopologyPlan, 'signal'>,
  watching: Watching,
  startTopology: StartTopology,
  run: (watching: Watching, topology: Topology) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const { signal, outcome } = watching;
  let topology: Topology;
  try {
    topology = await startTopology({ ...plan, signal });
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
    const ended = await run({ ...watching, signal: AbortSignal.any([signal, broken.signal]) }, topology);
    return problem === undefined || signal.aborted ? ended : outcome('failed', problem);
  } finally {
    await topology.close().catch(() => undefined);
  }
}
