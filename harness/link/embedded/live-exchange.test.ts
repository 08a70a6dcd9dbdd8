import { expect, test } from 'vitest';
import { blackHole, latency, reset } from '../../faults/index.js';
import { CHUNKED_SSE, chunk, get, head, post, sseEvent } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Pair, Rig } from './testing/rig.js';

const ON = { exchange: 'x' };
const FIRST = CHUNKED_SSE + chunk(sseEvent('one')).toString();

async function openStream(rig: Rig): Promise<Pair> {
  const pair = await startExchange(rig, get({ label: 'x' }));
  await pair.server.send(FIRST);
  await pair.client.waitForBytes(FIRST.length);
  return pair;
}

test('a stream that is named is struck at a moment that still lies ahead', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  const armed = await rig.link.arm(reset({ on: ON, at: { events: 2 } }));
  void server.send(chunk(sseEvent('two')).toString() + chunk(sseEvent('three')).toString());
  expect(await client.waitForEnding()).toBe('rst');
  expect(client.text()).toContain('two');
  expect(client.text()).not.toContain('three');
  await rig.expectStruck(armed, 1);
});

test('a moment that has passed does not come again', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  const armed = await rig.link.arm(reset({ on: ON, at: { events: 1 } }));
  await server.send(chunk(sseEvent('two')));
  await client.waitForText('two');
  rig.expectIdle(armed);
});

test('after the response head is where a named stream still is', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  const hole = blackHole({ on: ON, at: 'response-head', direction: 'to-client', heal: 'loss-free' });
  const armed = await rig.link.arm(hole);
  await server.send(chunk(sseEvent('two')));
  await rig.roundTrip();
  expect(client.text()).toBe(FIRST);
  await rig.expectStruck(armed, 1);
  await armed.heal();
  await client.waitForText('two');
});

test('a request that waits for its answer can be struck as sent', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'x' }));
  const armed = await rig.link.arm(reset({ on: ON, at: 'request-sent' }));
  expect(await client.waitForEnding()).toBe('rst');
  expect(await server.waitForEnding()).toBe('rst');
  await rig.expectStruck(armed, 1);
});

test('a stage can be put on a stream that is under way', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  const armed = await rig.link.arm(latency({ on: ON, direction: 'to-client', delayMs: 30, jitterMs: 0 }));
  await server.send(chunk(sseEvent('two')));
  await client.waitForText('two');
  await rig.expectStruck(armed);
});

test('a stream that nobody named is left alone by what comes later', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  const armed = await rig.link.arm(reset({ on: { method: 'GET' }, at: 'response-head' }));
  await server.send(chunk(sseEvent('two')));
  await client.waitForText('two');
  rig.expectIdle(armed);
});

test('requests in one write are answered one after the other, each under its label', async () => {
  const rig = await openRig();
  const client = rig.dial();
  void client.send(Buffer.concat([get({ label: 'first' }), get({ label: 'second' })]));
  const server = await rig.server.connection(1);
  for (const count of [1, 2]) {
    await server.waitUntil(`request ${count}`, () => server.text().split('\r\n\r\n').length === count + 1);
    await server.send(head(`X-Nth: ${count}`, 'Content-Length: 0'));
  }
  await client.waitForText('X-Nth: 2\r\nContent-Length: 0\r\n\r\n');
  expect(client.text().indexOf('X-Nth: 1')).toBeLessThan(client.text().indexOf('X-Nth: 2'));
  for (const label of ['first', 'second']) {
    await rig.recorded(label, (event) => event.kind === 'response-end' && event.exchange === label);
    expect(rig.exchange(label).server.head).toMatchObject({ status: 200 });
  }
});
