import { access, constants } from 'node:fs/promises';
import { connect } from 'node:net';
import type * as Testcontainers from 'testcontainers';

/** The API of the container engine. */
export type Engine = Testcontainers.ContainerRuntimeClient['container']['dockerode'];

const PACKAGE = 'testcontainers@12.0.1';
const DEFAULT_SOCKET = '/var/run/docker.sock';

/**
 * The library is loaded by those alone who want containers: nobody else has to have it.
 * @throws Error with one line when it is not installed
 */
export async function loadTestcontainers(): Promise<typeof Testcontainers> {
  // Its own cleaner is one more image to pull; what we start, we label and remove.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  try {
    return await import('testcontainers');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(`--topology containers needs the package ${PACKAGE}: npm install ${PACKAGE}`, { cause: error });
  }
}

/**
 * Finds the container engine the way docker does.
 * @throws Error with one line that says why it can't be used
 */
export async function findEngine(): Promise<Engine> {
  const { getContainerRuntimeClient } = await loadTestcontainers();
  const refusal = await whyRefused(process.env['DOCKER_HOST']);
  if (refusal !== undefined) throw new Error(refusal);
  try {
    return (await getContainerRuntimeClient()).container.dockerode;
  } catch (error) {
    throw new Error('no container engine was found: is Docker installed, and does its daemon run?', { cause: error });
  }
}

/** Why a local socket can't be used, where one is named or is at its usual place. */
async function whyRefused(host: string | undefined): Promise<string | undefined> {
  const socket = host === undefined || host === '' ? DEFAULT_SOCKET : /^unix:\/\/(.+)$/.exec(host)?.[1];
  if (socket === undefined) return undefined;
  try {
    await access(socket, constants.R_OK | constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM')
      return `the container engine may not be used by this user: no permission for ${socket}`;
    // Without a name the library looks in further places.
    return host === undefined || host === '' ? undefined : `no container engine answers: there is no ${socket}`;
  }
  return (await isAnswering(socket)) ? undefined : `no container engine answers at ${socket}: does its daemon run?`;
}

function isAnswering(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const settle = (answer: boolean): void => {
      connection.destroy();
      resolve(answer);
    };
    connection.once('connect', () => settle(true));
    connection.once('error', () => settle(false));
  });
}
