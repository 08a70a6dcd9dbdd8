import { createServer, type AddressInfo } from 'node:net';

const HOSTNAME = '127.0.0.1';

/** Ports that were given out: whoever has got one may not listen on it yet. */
const given = new Set<number>();

/**
 * A loopback port that nobody listens on now, and that this process has not given to anybody before. Another process may
 * take it before it is used: try again then.
 */
export async function freePort(): Promise<number> {
  let port = await unusedPort();
  while (given.has(port)) port = await unusedPort();
  given.add(port);
  return port;
}

function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOSTNAME, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
