import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fragment, gzip, headers, latency, reset, truncate } from '../../faults/index.js';
import { CHUNKED_SSE, LAST_CHUNK, chunk, get, post, readResponse, sseEvent } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import { sampleStream } from './testing/sample-stream.js';

const ON = { exchange: 'x' };

test('single bytes and a reset after the second event, on one exchange', async () => {
  const rig = await openRig();
  const inPieces = await rig.link.arm(fragment({ on: ON, direction: 'to-client', sizeBytes: 1 }));
  const cut = await rig.link.arm(reset({ on: ON, at: { events: 2 } }));
  const sample = sampleStream('content-length');
  const { client, server } = await startExchange(rig, get({ label: 'x' }));
  void server.send(sample.response);
  expect(await client.waitForEnding()).toBe('rst');
  expect(await server.waitForEnding()).toBe('rst');
  expect(readResponse(client.received()).payload).toEqual(sample.payload.subarray(0, sample.endOfEvent(2)));
  expect(client.reads.length).toBeGreaterThan(client.received().length / 2);
  await rig.expectStruck(inPieces);
  await rig.expectStruck(cut, 1);
});

test('latency and a truncation: what was sent before the end arrives late, then the FIN', async () => {
  const rig = await openRig();
  const late = await rig.link.arm(latency({ on: ON, direction: 'to-client', delayMs: 40, jitterMs: 0 }));
  const cut = await rig.link.arm(truncate({ on: ON, at: { events: 2 } }));
  const sample = sampleStream('one-chunk');
  const { client, server } = await startExchange(rig, get({ label: 'x' }));
  const sentAtMs = await server.send(sample.response);
  expect(await client.waitForEnding()).toBe('fin');
  expect(readResponse(client.received()).payload).toEqual(sample.payload.subarray(0, sample.endOfEvent(2)));
  expect(client.arrivedAtMs(1) - sentAtMs).toBeGreaterThanOrEqual(39);
  await rig.expectStruck(late);
  await rig.expectStruck(cut, 1);
});

test('rewritten headers and compression in single bytes', async () => {
  const rig = await openRig();
  await rig.link.arm(gzip({ on: ON, flush: true }));
  await rig.link.arm(fragment({ on: ON, direction: 'to-client', sizeBytes: 1 }));
  await rig.link.arm(headers({ on: ON, direction: 'response', strip: [], set: { 'X-Hop': 'one' }, rename: {} }));
  const { client, server } = await startExchange(rig, get({ label: 'x', headers: ['Accept-Encoding: gzip'] }));
  void server.send(CHUNKED_SSE + chunk(sseEvent('one')).toString() + LAST_CHUNK);
  await client.waitUntil(
    'the end',
    () => client.text().includes('\r\n\r\n') && readResponse(client.received()).complete,
  );
  const response = readResponse(client.received());
  expect(response.headers.get('x-hop')).toBe('one');
  expect(gunzipSync(response.payload).toString()).toBe(sseEvent('one'));
  expect(client.reads.length).toBeGreaterThan(client.received().length / 2);
});

test('GET and POST are faulted apart: the stream is reset, the call is cut short, others pass', async () => {
  const rig = await openRig();
  const ofGet = await rig.link.arm(
    reset({ id: 'of-get', on: { method: 'GET', exchange: 'stream' }, at: { events: 1 } }),
  );
  const ofPost = await rig.link.arm(truncate({ id: 'of-post', on: { method: 'POST' }, at: { bodyBytes: 5 } }));
  const sample = sampleStream('one-chunk');
  const stream = await startExchange(rig, get({ label: 'stream' }));
  const call = await startExchange(rig, post({ label: 'call' }));
  void call.server.send(sample.response);
  expect(await call.client.waitForEnding()).toBe('fin');
  expect(stream.client.ending()).toBeUndefined();
  rig.expectIdle(ofGet);
  void stream.server.send(sample.response);
  expect(await stream.client.waitForEnding()).toBe('rst');
  expect(readResponse(call.client.received()).payload).toHaveLength(5);
  expect(readResponse(stream.client.received()).payload).toHaveLength(sample.endOfEvent(1));
  await rig.expectStruck(ofGet, 1);
  await rig.expectStruck(ofPost, 1);
  await rig.roundTrip();
});

test('two resets in a row: the first and the second connection of a stream, at different places', async () => {
  const rig = await openRig();
  const first = await rig.link.arm(reset({ id: 'first', on: { method: 'GET', nth: 1 }, at: { events: 1 } }));
  const second = await rig.link.arm(reset({ id: 'second', on: { method: 'GET', nth: 2 }, at: 'response-head' }));
  const sample = sampleStream('chunk-per-block');
  const sizes: number[] = [];
  for (const ending of ['rst', 'rst', undefined]) {
    const { client, server } = await startExchange(rig, get({}));
    void server.send(sample.response);
    if (ending === undefined) await client.waitForBytes(sample.response.length);
    else expect(await client.waitForEnding()).toBe(ending);
    sizes.push(readResponse(client.received()).payload.length);
  }
  expect(sizes).toEqual([sample.endOfEvent(1), 0, sample.payload.length]);
  await rig.expectStruck(first, 1);
  await rig.expectStruck(second, 1);
});
