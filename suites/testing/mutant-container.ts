import { randomBytes } from 'node:crypto';
import type { Behaviour } from '../../fixtures/servers/gold/behaviour.js';
import type { CaseResult } from '../../harness/engine/result.js';
import { findEngine } from '../../harness/link/containers/engine.js';
import type { Engine } from '../../harness/link/containers/engine.js';
import { startTopology } from '../../harness/topology/start-topology.js';
import { runCases } from './in-process.js';
import type { InProcessOptions } from './in-process.js';

const GOLD = 'faultline/gold';

/** An image of the gold server with a behaviour, which has to be plain data. It runs nothing until it is started. */
async function createImage(docker: Engine, behaviour: Partial<Behaviour>): Promise<string> {
  const options = JSON.stringify({ host: '0.0.0.0', port: 3000, behaviour });
  const script = `import('/app/index.js').then(({ startGold }) => startGold(${options}))`;
  const name = `faultline/mutant-${randomBytes(6).toString('hex')}`;
  const container = await docker.createContainer({ Image: GOLD });
  try {
    await container.commit({ repo: name, changes: [`ENTRYPOINT ${JSON.stringify(['node', '-e', script])}`] });
  } finally {
    await container.remove();
  }
  return name;
}

/** Runs the selected cases against a mutant in a container of a topology; for what no process can be done to. */
export async function runAgainstMutantContainer(
  behaviour: Partial<Behaviour>,
  options: InProcessOptions,
): Promise<CaseResult[]> {
  const docker = await findEngine();
  const image = await createImage(docker, behaviour);
  try {
    const topology = await startTopology({ image, signal: new AbortController().signal });
    try {
      const { sut, request } = topology;
      if (sut === undefined) throw new Error('the topology has no server');
      return await runCases(sut.url.href, { ...options, dialAt: sut.dialAt, backend: request });
    } finally {
      await topology.close();
    }
  } finally {
    await docker.getImage(image).remove();
  }
}
