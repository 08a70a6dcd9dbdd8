import type { SutControl } from '../sut-control.js';
import type { Engine } from './engine.js';
import { listensWithin } from './listening.js';
import type { SutContainer } from './request.js';

const START_DEADLINE_MS = 30_000;

/** What can be done to the container of a server under test. Each resolves when the engine says that it is so. */
export interface ContainerControl extends SutControl {
  /** Takes it off the network without a word; its sockets stay open. */
  disconnect(): Promise<void>;
}

/** @param find gives the engine; asked for at the first use, because that takes a while */
export function controlSut(sut: SutContainer, find: () => Promise<Engine>): ContainerControl {
  let found: Promise<Engine> | undefined;
  let isTouched = false;
  const engine = (): Promise<Engine> => (found ??= find());

  async function touch<T>(act: (engine: Engine) => Promise<T>): Promise<T> {
    isTouched = true;
    return act(await engine());
  }

  return {
    pause: () =>
      touch(async (docker) => {
        const container = docker.getContainer(sut.id);
        await container.pause();
        if (!(await container.inspect()).State.Paused) throw new Error('the container was not paused');
      }),
    kill: () =>
      touch(async (docker) => {
        const container = docker.getContainer(sut.id);
        const ended = container.wait();
        await container.kill();
        await ended;
      }),
    disconnect: () =>
      touch(async (docker) => {
        await docker.getNetwork(sut.network).disconnect({ Container: sut.holder, Force: true });
      }),
    async restore() {
      if (!isTouched) return;
      const docker = await engine();
      await restoreState(docker, sut);
      if (!(await listensWithin(sut, START_DEADLINE_MS)))
        throw new Error(`the server did not come back within ${START_DEADLINE_MS / 1000} s`);
      isTouched = false;
    },
  };
}

async function restoreState(docker: Engine, sut: SutContainer): Promise<void> {
  const container = docker.getContainer(sut.id);
  const { State } = await container.inspect();
  if (State.Paused) await container.unpause();
  const { NetworkSettings } = await docker.getContainer(sut.holder).inspect();
  const isOnNetwork = Object.values(NetworkSettings.Networks).some(({ NetworkID }) => NetworkID === sut.network);
  if (!isOnNetwork) await joinNetwork(docker, sut);
  if (!State.Running) await container.start();
}

/** Puts a container on the network of the topology, at an address that it keeps whatever happens to it. */
export async function joinNetwork(
  docker: Engine,
  { holder, network, hostname }: Pick<SutContainer, 'holder' | 'network' | 'hostname'>,
): Promise<void> {
  await docker
    .getNetwork(network)
    .connect({ Container: holder, EndpointConfig: { IPAMConfig: { IPv4Address: hostname } } });
}
