import { describe, expect, test } from 'vitest';
import { cleanEnd, truncate } from '../../faults/index.js';
import type { Moment } from '../../faults/fault.js';
import { get, jsonResponse, post, readResponse, result } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import { sampleStream, startsOfLine } from './testing/sample-stream.js';

const ON = { exchange: 'x' };

describe('truncate', () => {
  const perBlock = sampleStream('chunk-per-block');
  const byLength = sampleStream('content-length');
  const cases: [string, Moment, Buffer, number][] = [
    ['after the head', 'response-head', perBlock.response, 0],
    ['after n payload bytes of a chunked body', { bodyBytes: 70 }, perBlock.response, 70],
    ['after n payload bytes of a body with a length', { bodyBytes: 70 }, byLength.response, 70],
    ['after an event of a chunked body', { events: 2 }, perBlock.response, perBlock.endOfEvent(2)],
    ['after an event of a body with a length', { events: 2 }, byLength.response, byLength.endOfEvent(2)],
  ];

  test.each(cases)('%s: both sides see a FIN and no last chunk', async (_title, at, response, payloadBytes) => {
    const rig = await openRig();
    const armed = await rig.link.arm(truncate({ on: ON, at }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(response);
    expect(await client.waitForEnding()).toBe('fin');
    expect(await server.waitForEnding()).toBe('fin');
    const received = client.received();
    expect(received).toEqual(response.subarray(0, received.length));
    expect(readResponse(received)).toMatchObject({ complete: false });
    expect(readResponse(received).payload).toHaveLength(payloadBytes);
    await rig.expectStruck(armed, 1);
    for (const side of ['client', 'server'] as const)
      expect(rig.connectionEvents(side)).toContainEqual(expect.objectContaining({ what: 'fin', from: 'link' }));
    expect(rig.exchange('x').client.end).toMatchObject({ ending: 'link', sizeBytes: payloadBytes });
    expect(rig.exchange('x').server.end).toMatchObject({ ending: 'link' });
  });

  test('inside a chunk head', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(truncate({ on: ON, at: { insideChunkHead: 4 } }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(perBlock.response);
    expect(await client.waitForEnding()).toBe('fin');
    expect(startsOfLine(perBlock.chunkHead(4))).toContain(client.received().toString('latin1').split('\r\n').at(-1));
    await rig.expectStruck(armed, 1);
  });

  test('before any answer: the request arrived, the client gets a bare FIN', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(truncate({ on: ON, at: 'request-sent' }));
    const { client } = await startExchange(rig, post({ label: 'x' }));
    expect(await client.waitForEnding()).toBe('fin');
    expect(client.received()).toHaveLength(0);
    await rig.expectStruck(armed, 1);
  });

  test('at connect: a FIN and no byte', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(truncate({ on: {}, at: 'connect' }));
    const client = rig.dial();
    expect(await client.waitForEnding()).toBe('fin');
    expect(client.received()).toHaveLength(0);
    await rig.expectStruck(armed, 1);
  });

  test('of the client side alone leaves the server connected', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(truncate({ on: ON, at: { events: 1 }, sides: 'client' }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(perBlock.response);
    expect(await client.waitForEnding()).toBe('fin');
    await rig.roundTrip();
    expect(server.ending()).toBeUndefined();
    await rig.expectStruck(armed, 1);
  });
});

describe('clean end', () => {
  test.each(['chunk-per-block', 'one-chunk', 'content-length', 'close'] as const)(
    'of a body framed by %s: a last chunk after the nth event, as if that were all',
    async (framing) => {
      const rig = await openRig();
      const armed = await rig.link.arm(cleanEnd({ on: ON, at: { events: 2 } }));
      const sample = sampleStream(framing);
      const { client, server } = await startExchange(rig, get({ label: 'x' }));
      void server.send(sample.response);
      expect(await server.waitForEnding()).toBe('fin');
      await client.waitForText('0\r\n\r\n');
      const response = readResponse(client.received());
      expect(response).toMatchObject({ status: 200, framing: 'chunked', complete: true });
      expect(response.headers.has('content-length')).toBe(false);
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      expect(response.payload).toEqual(sample.payload.subarray(0, sample.endOfEvent(2)));
      expect(response.rest).toHaveLength(0);
      expect(client.ending()).not.toBe('rst');
      await rig.expectStruck(armed, 1);
      expect(rig.exchange('x').client.end).toMatchObject({ ending: 'link', sizeBytes: sample.endOfEvent(2) });
    },
  );

  test('after the head: an empty body', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(cleanEnd({ on: ON, at: 'response-head' }));
    const { client, server } = await startExchange(rig, post({ label: 'x' }));
    void server.send(jsonResponse(result(1)));
    await client.waitForText('0\r\n\r\n');
    expect(readResponse(client.received())).toMatchObject({ framing: 'chunked', complete: true });
    expect(readResponse(client.received()).payload).toHaveLength(0);
    await rig.expectStruck(armed, 1);
  });

  test('inside an event: the part of it that came is closed like a whole', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(cleanEnd({ on: ON, at: { insideEvent: 3, at: 'character' } }));
    const sample = sampleStream('one-chunk');
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(sample.response);
    await client.waitForText('\r\n0\r\n\r\n');
    const { payload, complete } = readResponse(client.received());
    expect(complete).toBe(true);
    expect(payload).toEqual(sample.payload.subarray(0, payload.length));
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(payload)).toThrow();
    await rig.expectStruck(armed, 1);
  });
});
