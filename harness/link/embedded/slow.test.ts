import { describe, expect, test } from 'vitest';
import { slowReader, slowWriter } from '../../faults/index.js';
import { CHUNKED_SSE, LAST_CHUNK, chunk, get, jsonResponse, post, result, withoutLabel } from './testing/raw-http.js';
import { floodUntilBlocked } from './testing/flood.js';
import { openRig, startExchange } from './testing/rig.js';

const ON = { exchange: 'x' };
const SIZE_BYTES = 32 * 1024 * 1024;

describe('slow reader', () => {
  test('the server cannot write on until it is healed, and then nothing is missing', async () => {
    const rig = await openRig();
    const afterBytes = 10_000;
    const armed = await rig.link.arm(slowReader({ on: ON, afterBytes }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    await server.send(CHUNKED_SSE);
    const body = Buffer.concat([chunk(Buffer.alloc(SIZE_BYTES, 'x')), Buffer.from(LAST_CHUNK)]);
    const acceptedBytes = await floodUntilBlocked(server, body);
    expect(acceptedBytes).toBeLessThan(SIZE_BYTES);
    expect(server.socket.writableNeedDrain).toBe(true);
    expect(server.ending()).toBeUndefined();
    await rig.expectStruck(armed, 1);
    await rig.roundTrip();
    expect(client.received().length).toBeGreaterThanOrEqual(CHUNKED_SSE.length);
    expect(client.received().length).toBeLessThan(afterBytes + 1024 * 1024);
    const read = rig.exchange('x').server.data.reduce((sum, event) => sum + event.sizeBytes, 0);
    expect(read, 'what the link itself has read').toBeLessThan(afterBytes + 1024 * 1024);
    await armed.heal();
    const received = await client.waitForBytes(CHUNKED_SSE.length + body.length);
    expect(received.subarray(CHUNKED_SSE.length).equals(body)).toBe(true);
    await rig.expectComplete('x');
  });

  test('a response that is shorter passes', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(slowReader({ on: ON, afterBytes: 10_000 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const response = jsonResponse(result(1));
    void server.send(response);
    await client.waitForBytes(response.length);
    expect(client.text()).toBe(response);
    rig.expectIdle(armed);
  });

  test('other connections are read as ever', async () => {
    const rig = await openRig();
    await rig.link.arm(slowReader({ on: ON, afterBytes: 1 }));
    const { server } = await startExchange(rig, get({ label: 'x' }));
    await server.send(CHUNKED_SSE + chunk('x'.repeat(100)).toString());
    await rig.recorded('strike', (event) => event.kind === 'fault' && event.status === 'fired');
    await rig.roundTrip();
  });
});

describe('slow writer', () => {
  test('the body of the request reaches the server in small pieces, and whole', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(slowWriter({ on: ON, pieceBytes: 10, intervalMs: 15 }));
    const request = post({ label: 'x' });
    const bodySize = request.length - request.indexOf('\r\n\r\n') - 4;
    const startedAtMs = performance.now();
    const { client, server } = await startExchange(rig, request);
    expect(server.received()).toEqual(withoutLabel(request));
    const waits = Math.ceil(bodySize / 10) - 1;
    expect(waits).toBeGreaterThan(3);
    expect(server.arrivedAtMs(server.received().length) - startedAtMs).toBeGreaterThanOrEqual(waits * 14);
    expect(server.reads.length).toBeGreaterThan(2);
    await server.send(jsonResponse(result(1)));
    await client.waitForBytes(jsonResponse(result(1)).length);
    await rig.expectComplete('x');
    await rig.expectStruck(armed, 1);
  });

  test('a heal sends the rest at once', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(slowWriter({ on: ON, pieceBytes: 1, intervalMs: 60_000 }));
    const client = rig.dial();
    const request = post({ label: 'x' });
    void client.send(request);
    await rig.recorded('strike', (event) => event.kind === 'fault' && event.status === 'fired');
    await armed.heal();
    const server = await rig.server.connection(1);
    expect(await server.waitForBytes(withoutLabel(request).length)).toEqual(withoutLabel(request));
  });
});
