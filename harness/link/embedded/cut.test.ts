import { expect, test } from 'vitest';
import { CHUNKED_SSE, chunk, get, jsonResponse, post, result, sseEvent } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Pair, Rig } from './testing/rig.js';

const OPEN_STREAM = CHUNKED_SSE + chunk(sseEvent('one')).toString();

async function openStream(rig: Rig): Promise<Pair> {
  const pair = await startExchange(rig, get({ label: 'stream' }));
  await pair.server.send(OPEN_STREAM);
  await pair.client.waitForBytes(OPEN_STREAM.length);
  return pair;
}

test.each(['fin', 'rst'] as const)('a cut by %s ends both sides just so', async (how) => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  expect(rig.link.cut('stream', how, 'both')).toBe(true);
  expect(await client.waitForEnding()).toBe(how);
  expect(await server.waitForEnding()).toBe(how);
  expect(client.text()).toBe(OPEN_STREAM);
  for (const side of ['client', 'server'] as const)
    expect(rig.connectionEvents(side)).toContainEqual(expect.objectContaining({ what: how, from: 'link' }));
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'client');
  expect(rig.exchange('stream').server.end?.ending).not.toBe('complete');
});

test.each(['fin', 'rst'] as const)('a cut of the server side alone by %s plays a client that leaves', async (how) => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  expect(rig.link.cut('stream', how, 'server')).toBe(true);
  expect(await server.waitForEnding()).toBe(how);
  await rig.roundTrip();
  expect(client.ending()).toBeUndefined();
});

test.each(['fin', 'rst'] as const)('a cut of the client side alone by %s leaves the server connected', async (how) => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  expect(rig.link.cut('stream', how, 'client')).toBe(true);
  expect(await client.waitForEnding()).toBe(how);
  await rig.roundTrip();
  expect(server.ending()).toBeUndefined();
});

test('an exchange that is unknown, or over with its connection, cannot be cut', async () => {
  const rig = await openRig();
  expect(rig.link.cut('nothing', 'fin', 'both')).toBe(false);
  const { client, server } = await startExchange(rig, post({ label: 'call' }));
  await server.send(jsonResponse(result(1)));
  server.finish();
  await client.waitForEnding();
  client.finish();
  await server.waitForEnding();
  await rig.recorded(
    'close',
    (event) => event.kind === 'connection' && event.side === 'client' && event.what === 'closed',
  );
  expect(rig.link.cut('call', 'rst', 'both')).toBe(false);
});

test('close ends the sockets of both sides and the port', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  expect(rig.link.openSockets()).toBeGreaterThanOrEqual(2);
  await rig.link.close();
  await client.waitForEnding();
  await server.waitForEnding();
  expect(rig.link.openSockets()).toBe(0);
  expect(await rig.dial().waitForEnding()).toBe('refused');
});
