import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startGold } from '../../fixtures/servers/gold/index.js';
import { makeSelfSigned } from '../link/embedded/testing/self-signed.js';
import { cleanUpAfterEach } from '../peer/testing/cleanup.js';
import type { Discovery } from './discover.js';

const later = cleanUpAfterEach();
const MAIN = fileURLToPath(new URL('testing/discover-main.ts', import.meta.url));

/** TLS in front of a server, with the certificate given. */
async function tlsFront(port: number, certificate: ReturnType<typeof makeSelfSigned>): Promise<number> {
  const server = createServer(certificate, (incoming, outgoing) => {
    const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
    const onward = request(
      { port, host: '127.0.0.1', method: incoming.method, path: incoming.url, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        outgoing.flushHeaders();
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  later(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

it('a server behind TLS is found when its certificate is trusted', async () => {
  const gold = await startGold();
  const directory = await mkdtemp(join(tmpdir(), 'faultline-'));
  later(
    () => gold.close(),
    () => rm(directory, { recursive: true }),
  );
  const certificate = makeSelfSigned('localhost');
  const port = await tlsFront(gold.port, certificate);
  const file = join(directory, 'ca.pem');
  await writeFile(file, certificate.cert);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', MAIN, `https://localhost:${port}/mcp`],
    {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: file },
      timeout: 25_000,
    },
  );
  const discovery = JSON.parse(stdout) as Discovery;
  expect(discovery).toMatchObject({
    ok: true,
    profile: { name: 'faultline-gold', revisions: ['2025-03-26', '2025-06-18', '2025-11-25'] },
  });
  expect(gold.stats()).toMatchObject({ sessions: 0 });
});
