import { expect, test } from 'vitest';
import { CHUNKED_SSE, get, jsonResponse, post, result, withoutLabel } from './testing/raw-http.js';
import { openRig } from './testing/rig.js';
import type { Rig } from './testing/rig.js';
import { makeSelfSigned } from './testing/self-signed.js';
import { openRawPeers } from './testing/raw-peers.js';
import type { RawServer } from './testing/raw-peers.js';

const HOSTNAME = 'localhost';

/** A rig whose upstream is a TLS server; `names` collects the server names that were asked for. */
async function openTlsRig(rejectUnauthorized: boolean): Promise<{ rig: Rig; server: RawServer; names: string[] }> {
  const names: string[] = [];
  const peers = openRawPeers();
  const server = await peers.listen({
    tls: {
      ...makeSelfSigned(HOSTNAME),
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    },
  });
  const rig = await openRig({
    link: { upstream: { protocol: 'https:', hostname: HOSTNAME, port: server.port }, tls: { rejectUnauthorized } },
  });
  const close = rig.peers.close.bind(rig.peers);
  rig.peers.close = async () => {
    await close();
    await peers.close();
  };
  return { rig, server, names };
}

test('an https server is reached over TLS with its name, and the client speaks plain HTTP', async () => {
  const { rig, server, names } = await openTlsRig(false);
  const client = rig.dial();
  const request = post({ label: 'x' });
  void client.send(request);
  const upstream = await server.connection(1);
  expect(await upstream.waitForBytes(withoutLabel(request).length)).toEqual(withoutLabel(request));
  expect(names).toEqual([HOSTNAME]);
  await upstream.send(jsonResponse(result(1)));
  await client.waitForBytes(jsonResponse(result(1)).length);
  expect(client.text()).toBe(jsonResponse(result(1)));
  upstream.finish();
  expect(await client.waitForEnding()).toBe('fin');
});

test.each(['fin', 'rst'] as const)('a cut by %s reaches the server through TLS as what it is', async (how) => {
  const { rig, server } = await openTlsRig(false);
  const client = rig.dial();
  void client.send(get({ label: 'x' }));
  const upstream = await server.connection(1);
  await upstream.waitForText('GET');
  await upstream.send(CHUNKED_SSE);
  await client.waitForBytes(CHUNKED_SSE.length);
  expect(rig.link.cut('x', how, 'both')).toBe(true);
  expect(await client.waitForEnding()).toBe(how);
  expect(await upstream.waitForEnding()).toBe(how);
});

test('a certificate that nobody vouches for is refused where that is asked for', async () => {
  const { rig, server } = await openTlsRig(true);
  const client = rig.dial();
  void client.send(post({ label: 'x' }));
  expect(['fin', 'rst']).toContain(await client.waitForEnding());
  expect(client.received()).toHaveLength(0);
  expect(server.connections.map((connection) => connection.text()).join('')).toBe('');
  expect(rig.connectionEvents('server')).toContainEqual(expect.objectContaining({ what: 'error' }));
});
