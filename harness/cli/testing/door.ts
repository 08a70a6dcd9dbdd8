import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a local server that counts who came, and that can be shut for good, as if the server had died. */
export interface Door {
  readonly port: number;
  /** Resolves when so many connections were made. */
  came(count: number): Promise<void>;
  /** Resets every connection; new ones are refused. Idempotent. */
  shut(): Promise<void>;
}

export async function openDoor(target: number): Promise<Door> {
  const sockets = new Set<Socket>();
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let came = 0;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    [near, far].forEach(keep);
    near.pipe(far).pipe(near);
    came += 1;
    for (const { count, resolve } of waiting) if (came >= count) resolve();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    came: (count) =>
      new Promise((resolve) => {
        if (came >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    shut: () =>
      new Promise((resolve) => {
        if (server.listening) server.close(() => resolve());
        else resolve();
        for (const socket of sockets) socket.resetAndDestroy();
      }),
  };
}
