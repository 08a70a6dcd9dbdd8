import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HOSTNAME = '127.0.0.1';

/**
 * Where ports are looked for: below those that systems hand out by themselves, to connections and to whoever listens on
 * port 0. One of those may be somebody else's by the time that a program has started.
 */
const LOWEST = 20_000;
const COUNT = 12_000;
const ATTEMPTS = 1000;

/** Ports that were given out: whoever has got one may not listen on it yet. */
const given = new Set<number>();

/**
 * A loopback port that nobody listens on now, and that this process has not given to anybody before. Another process may
 * take it before it is used: try again then.
 * @throws Error when none was found
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = LOWEST + randomInt(COUNT);
    if (given.has(port) || !(await isUnused(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`no free port was found from ${LOWEST} to ${LOWEST + COUNT - 1}`);
}

function isUnused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOSTNAME, () => void server.close(() => resolve(true)));
  });
}
