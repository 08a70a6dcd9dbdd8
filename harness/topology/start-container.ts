import type { Engine } from '../link/containers/engine.js';
import { loadTestcontainers } from '../link/containers/engine.js';
import { OutputFrames } from '../link/containers/output-frames.js';
import type { ContainerAddress } from '../link/containers/request.js';

/** What is to be started. */
export interface ContainerPlan {
  readonly image: string;
  readonly labels: Record<string, string>;
  /** Name of a network, or `container:ID` for that of another container. */
  readonly network: string;
  /** In place of what the image runs. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
}

/** Starts a container and does not wait for what runs in it. Its address is that in the network, where it has one. */
export async function startContainer(plan: ContainerPlan): Promise<ContainerAddress> {
  const { GenericContainer, Wait } = await loadTestcontainers();
  const { image, labels, network, entrypoint, command } = plan;
  const container = new GenericContainer(image)
    .withLabels(labels)
    .withNetworkMode(network)
    .withWaitStrategy(Wait.forAll([]));
  if (entrypoint !== undefined) container.withEntrypoint([...entrypoint]);
  if (command !== undefined) container.withCommand([...command]);
  try {
    const started = await container.start();
    const isShared = network.startsWith('container:');
    return { id: started.getId(), hostname: isShared ? '' : started.getIpAddress(network) };
  } catch (error) {
    const cause = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    throw new Error(`a container of ${image} could not be started: ${cause}`, { cause: error });
  }
}

const TAIL = 3;

/** How a container has ended, with the end of its output; undefined while it runs. */
export async function endingOf(docker: Engine, id: string): Promise<string | undefined> {
  const container = docker.getContainer(id);
  const { State } = await container.inspect();
  if (State.Running) return undefined;
  const logs = await container.logs({ stdout: true, stderr: true, tail: TAIL });
  const said = plainLines(logs);
  return `ended with status ${State.ExitCode}${said === '' ? '' : `; its last output: ${said}`}`;
}

function plainLines(output: Buffer): string {
  const pieces = new OutputFrames().push(output).map(({ bytes }) => bytes);
  return Buffer.concat(pieces).toString('utf8').replaceAll(/\s+/g, ' ').trim();
}
