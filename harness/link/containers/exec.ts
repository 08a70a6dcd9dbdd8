import type { Engine } from './engine.js';

/** Runs a shell script in a container; resolves with its output when it has ended, whatever its status. */
export async function execIn(
  container: ReturnType<Engine['getContainer']>,
  script: string,
  args: readonly string[],
): Promise<string> {
  const exec = await container.exec({
    Cmd: ['sh', '-c', script, 'sh', ...args],
    AttachStdout: true,
    AttachStderr: true,
    // With a terminal the output comes as it is, without frames around its pieces.
    Tty: true,
  });
  const output = await exec.start({ Tty: true });
  const pieces: Buffer[] = [];
  for await (const piece of output) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8').replaceAll(/\s+/g, ' ').trim();
}

/** Begins a shell script in a container and does not wait for its end. */
export async function leaveRunning(
  container: ReturnType<Engine['getContainer']>,
  script: string,
  args: readonly string[],
): Promise<void> {
  const exec = await container.exec({ Cmd: ['sh', '-c', script, 'sh', ...args] });
  await exec.start({ Detach: true });
}
