import { describe, expect, test } from 'vitest';
import { blackHole } from '../../faults/index.js';
import {
  CHUNKED_SSE,
  LAST_CHUNK,
  chunk,
  get,
  jsonResponse,
  post,
  result,
  sseEvent,
  withoutLabel,
} from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Pair, Rig } from './testing/rig.js';

const ON = { exchange: 'x' };
const FIRST = CHUNKED_SSE + chunk(sseEvent('one', '1')).toString();
const REST = chunk(sseEvent('two', '2')).toString() + chunk(sseEvent('three', '3')).toString() + LAST_CHUNK;

/** A stream of which the first event has arrived and the rest has been sent, and had time to arrive if it could. */
async function openStream(rig: Rig): Promise<Pair> {
  const pair = await startExchange(rig, get({ label: 'x' }));
  await pair.server.send(FIRST);
  await pair.client.waitForText('data: one\n\n');
  await pair.server.send(REST);
  await rig.roundTrip();
  return pair;
}

describe('towards the client, after the first event', () => {
  test('nothing passes, both sockets stay open; a loss-free heal releases every byte', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(
      blackHole({ on: ON, at: { events: 1 }, direction: 'to-client', heal: 'loss-free' }),
    );
    const { client, server } = await openStream(rig);
    expect(client.text()).not.toContain('two');
    expect(client.text()).toBe((FIRST + REST).slice(0, client.text().length));
    expect([client.ending(), server.ending()]).toEqual([undefined, undefined]);
    await rig.expectStruck(armed, 1);
    await armed.heal();
    await client.waitForBytes((FIRST + REST).length);
    expect(client.text()).toBe(FIRST + REST);
    await rig.expectComplete('x');
    expect(rig.view().faults.map((event) => event.status)).toEqual(['planned', 'fired', 'healed']);
  });

  test('a lossy heal drops what was held and resets the connection', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(blackHole({ on: ON, at: { events: 1 }, direction: 'to-client', heal: 'lossy' }));
    const { client, server } = await openStream(rig);
    expect([client.ending(), server.ending()]).toEqual([undefined, undefined]);
    await rig.expectStruck(armed, 1);
    await armed.heal();
    expect(await client.waitForEnding()).toBe('rst');
    expect(await server.waitForEnding()).toBe('rst');
    expect(client.text()).not.toContain('two');
    await rig.roundTrip();
  });

  test('the end of the server is held like its bytes', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(
      blackHole({ on: ON, at: { events: 1 }, direction: 'to-client', heal: 'loss-free' }),
    );
    const { client, server } = await openStream(rig);
    server.finish();
    await rig.roundTrip();
    expect(client.ending()).toBeUndefined();
    await armed.heal();
    expect(await client.waitForEnding()).toBe('fin');
    expect(client.text()).toBe(FIRST + REST);
  });

  test('the other direction goes on', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(
      blackHole({ on: ON, at: 'request-head', direction: 'to-client', heal: 'loss-free' }),
    );
    const { client, server } = await startExchange(rig, post({ label: 'x' }));
    expect(server.received()).toEqual(withoutLabel(post({ label: 'x' })));
    const answer = jsonResponse(result(1));
    await server.send(answer);
    await rig.roundTrip();
    expect(client.received()).toHaveLength(0);
    await armed.heal();
    await client.waitForBytes(answer.length);
    expect(client.text()).toBe(answer);
  });
});

describe('towards the server', () => {
  test('from the request head on: no byte of the request arrives until a loss-free heal', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(
      blackHole({ on: ON, at: 'request-head', direction: 'to-server', heal: 'loss-free' }),
    );
    const client = rig.dial();
    const request = post({ label: 'x', body: 'x'.repeat(100_000) });
    await client.send(request);
    await rig.roundTrip();
    expect(rig.server.connections.map((connection) => connection.text()).join('')).not.toContain('POST');
    expect(client.ending()).toBeUndefined();
    await rig.expectStruck(armed, 1);
    await armed.heal();
    const upstream = await rig.server.connectionWith('POST');
    const arrived = await upstream.waitForBytes(withoutLabel(request).length);
    expect(arrived.equals(withoutLabel(request))).toBe(true);
    await upstream.send(jsonResponse(result(1)));
    await client.waitForText('done');
  });

  test('in the middle of the body: the first part arrived, a loss-free heal brings the rest', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(
      blackHole({ on: ON, at: { requestBytes: 10 }, direction: 'to-server', heal: 'loss-free' }),
    );
    const request = post({ label: 'x' });
    const expected = withoutLabel(request);
    const size = expected.indexOf('\r\n\r\n') + 4 + 10;
    const { server } = await startExchange(rig, request, size);
    await rig.roundTrip();
    expect(server.received()).toEqual(expected.subarray(0, size));
    await rig.expectStruck(armed, 1);
    await armed.heal();
    expect(await server.waitForBytes(expected.length)).toEqual(expected);
  });

  test('events still arrive while the departure of the client does not', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(
      blackHole({ on: ON, at: 'request-sent', direction: 'to-server', heal: 'loss-free' }),
    );
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    await server.send(FIRST + REST);
    await client.waitForBytes((FIRST + REST).length);
    client.finish();
    await rig.roundTrip();
    expect(server.ending()).toBeUndefined();
    await armed.heal();
    expect(await server.waitForEnding()).toBe('fin');
  });
});

test('both ways: neither side hears the other, and a loss-free heal brings both what they missed', async () => {
  const rig = await openRig();
  const armed = await rig.link.arm(blackHole({ on: ON, at: { events: 1 }, direction: 'both', heal: 'loss-free' }));
  const { client, server } = await openStream(rig);
  const next = get({ label: 'next' });
  await client.send(next);
  await rig.roundTrip();
  expect(client.text()).not.toContain('two');
  expect(server.text().match(/GET/g)).toHaveLength(1);
  await armed.heal();
  await client.waitForBytes((FIRST + REST).length);
  expect(client.text()).toBe(FIRST + REST);
  await server.waitForBytes(withoutLabel(get({ label: 'x' })).length * 2);
  expect(server.text().match(/GET/g)).toHaveLength(2);
});

test('both ways, lossy: both sides are reset when it is healed', async () => {
  const rig = await openRig();
  const armed = await rig.link.arm(blackHole({ on: ON, at: 'request-sent', direction: 'both', heal: 'lossy' }));
  const { client, server } = await startExchange(rig, post({ label: 'x' }));
  await server.send(jsonResponse(result(1)));
  await rig.roundTrip();
  expect([client.ending(), server.ending()]).toEqual([undefined, undefined]);
  await armed.heal();
  expect(await client.waitForEnding()).toBe('rst');
  expect(await server.waitForEnding()).toBe('rst');
  expect(client.received()).toHaveLength(0);
});

test('at connect: new connections are accepted and hear nothing, old ones go on', async () => {
  const rig = await openRig();
  const old = await startExchange(rig, get({ label: 'old' }));
  const armed = await rig.link.arm(blackHole({ on: {}, at: 'connect', direction: 'both', heal: 'loss-free' }));
  const client = rig.dial();
  const request = post({ label: 'x' });
  await client.send(request);
  await rig.recorded('strike', (event) => event.kind === 'fault' && event.status === 'fired');
  void old.server.send(FIRST);
  await old.client.waitForBytes(FIRST.length);
  expect(
    rig.server.connections
      .slice(1)
      .map((connection) => connection.text())
      .join(''),
  ).toBe('');
  expect(client.ending()).toBeUndefined();
  await rig.expectStruck(armed, 1);
  await armed.heal();
  const server = await rig.server.connection(2);
  expect(await server.waitForBytes(withoutLabel(request).length)).toEqual(withoutLabel(request));
  await server.send(jsonResponse(result(1)));
  await client.waitForText('done');
});
