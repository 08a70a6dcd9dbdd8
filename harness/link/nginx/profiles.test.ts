import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect as connectSecurely } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { makeSelfSigned } from '../embedded/testing/self-signed.js';
import { nginxConfig } from './config.js';
import { findNginx, NGINX_INSTALL } from './find-nginx.js';
import { localNginx } from './local-place.js';
import type { RunningNginx } from './place.js';
import type { NginxProfile } from './profile.js';

const program = findNginx();
const missing = `not run, there is no nginx: ${NGINX_INSTALL}`;
if (program === undefined) console.warn(`profiles of nginx: ${missing}`);

let upstream: Server | undefined;
afterEach(() => upstream?.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly isComplete: boolean;
}

function ask(port: number, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, method: 'POST', path: '/mcp' }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('error', () => undefined);
      response.on('close', () =>
        resolve({ status: response.statusCode, headers: response.headers, text, isComplete: response.complete }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Starts an nginx in front of a server that streams an event and then stays silent when it is asked for `silence`. */
async function start(profile: NginxProfile): Promise<{ nginx: RunningNginx; upstreamPort: number }> {
  const server = createServer((incoming, response) => {
    incoming.resume();
    if (incoming.headers['x-wait'] !== undefined) return;
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: one\n\n');
    incoming.on('end', () => {
      if (!('content-length' in incoming.headers) || incoming.headers['content-length'] === '7') return;
      response.end();
    });
  });
  upstream = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: upstreamPort } = server.address() as AddressInfo;
  const upstreams = [{ hostname: '127.0.0.1', port: upstreamPort }];
  const nginx = await localNginx(program ?? '').run((listen) => nginxConfig(profile, { listen, upstreams }));
  onTestFinished(async () => {
    await nginx.end();
    server.closeAllConnections();
  });
  return { nginx, upstreamPort };
}

describe.skipIf(program === undefined)(`profiles of nginx ${program === undefined ? `(${missing})` : ''}`, () => {
  test('a body beyond the limit is answered 413, and one within it passes', async () => {
    const { nginx } = await start({ bodyLimitBytes: 1024 });
    expect(await ask(nginx.address.port, 'x'.repeat(1024))).toMatchObject({ status: 200, isComplete: true });
    expect(await ask(nginx.address.port, 'x'.repeat(1025))).toMatchObject({ status: 413 });
  });

  test('requests that come too fast are answered 429, without a Retry-After', async () => {
    const { nginx } = await start({ requestsPerSecond: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => ask(nginx.address.port, 'x')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.headers['retry-after']).toBeUndefined();
  });

  test('a server that stays silent before its head is answered for by 504', async () => {
    const { nginx } = await start({ readTimeoutMs: 300, requestFields: [['X-Wait', '"1"']] });
    expect(await ask(nginx.address.port, 'x')).toMatchObject({ status: 504, isComplete: true });
  });

  test('one that stays silent after it has its answer broken off', async () => {
    const { nginx } = await start({ readTimeoutMs: 300 });
    expect(await ask(nginx.address.port, 'silence')).toMatchObject({ text: 'data: one\n\n', isComplete: false });
  });

  test('a reload breaks off what is under way when the old process has had its time, and new requests pass', async () => {
    const { nginx, upstreamPort } = await start({ shutdownTimeoutMs: 200 });
    const { port } = nginx.address;
    const underWay = ask(port, 'silence');
    await new Promise<void>((resolve) => upstream?.once('request', () => setTimeout(resolve, 100)));
    const upstreams = [{ hostname: '127.0.0.1', port: upstreamPort }];
    await nginx.reload((listen) => nginxConfig({ shutdownTimeoutMs: 200 }, { listen, upstreams }));
    expect(await underWay).toMatchObject({ text: 'data: one\n\n', isComplete: false });
    expect(await ask(port, 'x')).toMatchObject({ status: 200, isComplete: true });
  });

  test('HTTP/2 over TLS reaches a server that speaks HTTP/1.1', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'faultline-tls-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { key, cert } = makeSelfSigned('localhost');
    const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    writeFileSync(keyFile, key);
    writeFileSync(certificateFile, cert);
    const { nginx } = await start({ tls: { certificateFile, keyFile } });
    const session = connectSecurely(`https://localhost:${nginx.address.port}`, { ca: cert, host: '127.0.0.1' });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':method': 'POST', ':path': '/mcp' });
    stream.end('x');
    const status = await new Promise((resolve, reject) => {
      session.on('error', reject);
      stream.on('response', (headers) => resolve(headers[':status']));
    });
    expect(status).toBe(200);
  });

  test('a configuration that it does not take is told in one line, and nothing is left', async () => {
    await expect(localNginx(program ?? '').run(() => 'no_such_directive on;')).rejects.toThrow(
      /^nginx ended at its start: .*no_such_directive/,
    );
  });
});
