import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../link/containers/engine.js';

/** What is known of an image. */
export interface ImageFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** TCP ports that it says it listens on. */
  readonly ports: readonly number[];
}

/**
 * Holds an image to be that of a client, unless it says what else it is.
 * @throws Error with one line when it does
 */
export function refuseNoClient({ name, labels }: ImageFacts): void {
  const role = labels['faultline.role'] ?? 'client';
  if (role === 'client') return;
  throw new Error(
    `the image ${name} is that of a ${role}, by its label faultline.role: --image wants that of a client's adapter`,
  );
}

const PULL_DEADLINE_MS = 300_000;

/**
 * Looks at an image, and pulls it when it is not there.
 * @throws Error with one line when it can't be had
 */
export async function requireImage(docker: Engine, name: string, signal: AbortSignal): Promise<ImageFacts> {
  const found = (await inspect(docker, name)) ?? (await pulled(docker, name, signal));
  return found;
}

async function inspect(docker: Engine, name: string): Promise<ImageFacts | undefined> {
  try {
    const { Config } = await docker.getImage(name).inspect();
    // The engine says null where there is nothing.
    const { Labels, ExposedPorts } = Config as { Labels?: Record<string, string> | null; ExposedPorts?: object | null };
    return {
      name,
      labels: Labels ?? {},
      ports: Object.keys(ExposedPorts ?? {})
        .filter((port) => port.endsWith('/tcp'))
        .map((port) => Number.parseInt(port, 10)),
    };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}

async function pulled(docker: Engine, name: string, signal: AbortSignal): Promise<ImageFacts> {
  const stop = new AbortController();
  try {
    const late = delay(PULL_DEADLINE_MS, undefined, { signal: AbortSignal.any([stop.signal, signal]) }).then(() => {
      throw new Error(`not complete after ${PULL_DEADLINE_MS / 1000} s`);
    });
    await Promise.race([pull(docker, name), late]);
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    const hint = name.startsWith('faultline/')
      ? `; scripts/images.sh ${name.slice('faultline/'.length)} builds it`
      : '';
    throw new Error(`the image ${name} is not here and can't be pulled (${cause})${hint}`, { cause: error });
  } finally {
    stop.abort();
  }
  const found = await inspect(docker, name);
  if (found === undefined) throw new Error(`the image ${name} was pulled and is not there`);
  return found;
}

async function pull(docker: Engine, name: string): Promise<void> {
  // Without a tag the engine would pull every one of them.
  const isTagged = /[:@][^/]*$/.test(name);
  const stream = await docker.pull(isTagged ? name : `${name}:latest`);
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}
