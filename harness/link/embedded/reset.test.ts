import { describe, expect, test } from 'vitest';
import { reset } from '../../faults/index.js';
import type { Moment } from '../../faults/fault.js';
import {
  LAST_CHUNK,
  call,
  chunk,
  get,
  jsonResponse,
  post,
  readResponse,
  result,
  withoutLabel,
} from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Rig } from './testing/rig.js';
import type { RawConnection } from './testing/raw-connection.js';
import { sampleStream, startsOfLine } from './testing/sample-stream.js';

const ON = { exchange: 'x' };

function expectResetRecorded(rig: Rig, ...sides: ('client' | 'server')[]): void {
  for (const side of sides)
    expect(rig.connectionEvents(side)).toContainEqual(expect.objectContaining({ what: 'rst', from: 'link' }));
}

/** Arms a reset, plays `response` in one write after the request, and returns both ends once both were reset. */
async function playReset(
  at: Moment,
  response: Buffer,
): Promise<{ rig: Rig; client: RawConnection; server: RawConnection; received: Buffer }> {
  const rig = await openRig();
  const armed = await rig.link.arm(reset({ on: ON, at }));
  const { client, server } = await startExchange(rig, post({ label: 'x' }));
  void server.send(response);
  expect(await client.waitForEnding()).toBe('rst');
  expect(await server.waitForEnding()).toBe('rst');
  expectResetRecorded(rig, 'client', 'server');
  await rig.expectStruck(armed, 1);
  const received = client.received();
  expect(received).toEqual(response.subarray(0, received.length));
  return { rig, client, server, received };
}

describe('before the response', () => {
  test('at connect: the client gets nothing but the reset', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: {}, at: 'connect' }));
    const client = rig.dial();
    expect(await client.waitForEnding()).toBe('rst');
    expect(client.received()).toHaveLength(0);
    expect(rig.server.connections.map((connection) => connection.text()).join('')).toBe('');
    expectResetRecorded(rig, 'client');
    await rig.expectStruck(armed, 1);
  });

  test('at the request head: the server gets nothing of the request', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: 'request-head' }));
    const client = rig.dial();
    void client.send(post({ label: 'x' }));
    expect(await client.waitForEnding()).toBe('rst');
    expect(client.received()).toHaveLength(0);
    await rig.roundTrip();
    expect(rig.server.connections.map((connection) => connection.text()).join('')).not.toContain('POST');
    await rig.expectStruck(armed, 1);
  });

  test('when the link is closed at once: the reset that waits for its moment comes all the same', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: 'request-sent' }));
    const { client, server } = await startExchange(rig, post({ label: 'x' }));
    await rig.link.close();
    expect(await client.waitForEnding()).toBe('rst');
    expect(await server.waitForEnding()).toBe('rst');
    expectResetRecorded(rig, 'client', 'server');
    await rig.expectStruck(armed, 1);
  });

  test('when the server ends its connection before a reset that waits: it is reset, and the link closes', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: 'request-sent' }));
    const { client, server } = await startExchange(rig, post({ label: 'x' }));
    server.finish();
    await rig.recorded('FIN or end on the side of the server', (event) => {
      if (event.kind !== 'connection' || event.side !== 'server') return false;
      return event.what === 'closed' || (event.what === 'fin' && event.from === 'peer');
    });
    await rig.link.close();
    expect(await client.waitForEnding()).toBe('rst');
    expectResetRecorded(rig, 'client', 'server');
    await rig.expectStruck(armed, 1);
  });

  test('when the request is sent: the server gets all of it, the client nothing', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: 'request-sent' }));
    const request = post({ label: 'x', body: call(1, 'tools/call').padEnd(40_000) });
    const { client, server } = await startExchange(rig, request);
    expect(await client.waitForEnding()).toBe('rst');
    expect(await server.waitForEnding()).toBe('rst');
    expect(server.received().equals(withoutLabel(request))).toBe(true);
    expect(client.received()).toHaveLength(0);
    await rig.expectStruck(armed, 1);
    expect(rig.exchange('x').requestBody).toMatchObject({ complete: true });
    expect(rig.exchange('x').server.head).toBeUndefined();
  });

  test('after n bytes of the request body: the server gets the head and those', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: { requestBytes: 33 } }));
    const request = post({ label: 'x', body: call(1, 'tools/call') });
    const expected = withoutLabel(request);
    const size = expected.indexOf('\r\n\r\n') + 4 + 33;
    const { client, server } = await startExchange(rig, request, size);
    expect(await client.waitForEnding()).toBe('rst');
    expect(await server.waitForEnding()).toBe('rst');
    expect(server.received()).toEqual(expected.subarray(0, size));
    await rig.expectStruck(armed, 1);
    expect(rig.exchange('x').requestBody).toMatchObject({ complete: false, sizeBytes: 33 });
  });
});

describe('inside the response', () => {
  test('after the head: the client has the whole head and no body', async () => {
    const sample = sampleStream('chunk-per-block');
    const { received, rig } = await playReset('response-head', sample.response);
    expect(received.toString()).toBe(sample.head);
    expect(rig.exchange('x').client.end).toMatchObject({ ending: 'link', sizeBytes: 0 });
  });

  test.each(['one-chunk', 'content-length', 'close'] as const)(
    'after n payload bytes of a body framed by %s: exactly those arrive',
    async (framing) => {
      const sample = sampleStream(framing);
      const { received, rig } = await playReset({ bodyBytes: 70 }, sample.response);
      expect(readResponse(received).payload).toEqual(sample.payload.subarray(0, 70));
      expect(rig.exchange('x').client.end).toMatchObject({ ending: 'link', sizeBytes: 70 });
      expect(rig.exchange('x').server.end?.ending).toBe('link');
    },
  );

  test.each(['one-chunk', 'chunk-per-block', 'content-length', 'close'] as const)(
    'after the nth event of a body framed by %s: that event is the last one',
    async (framing) => {
      const sample = sampleStream(framing);
      for (const nth of [1, 2, 3]) {
        const { received } = await playReset({ events: nth }, sample.response);
        expect(readResponse(received).payload).toEqual(sample.payload.subarray(0, sample.endOfEvent(nth)));
      }
    },
  );

  test.each(['one-chunk', 'content-length'] as const)(
    'in the middle of the nth event of a body framed by %s',
    async (framing) => {
      const sample = sampleStream(framing);
      const { received } = await playReset({ insideEvent: 3 }, sample.response);
      const { payload } = readResponse(received);
      expect(payload.length).toBeGreaterThan(sample.endOfEvent(2));
      expect(payload.length).toBeLessThan(sample.endOfEvent(3) - 4);
    },
  );

  test('inside a character of the nth event: its first byte arrives, its last does not', async () => {
    const sample = sampleStream('one-chunk');
    const { received } = await playReset({ insideEvent: 3, at: 'character' }, sample.response);
    const { payload } = readResponse(received);
    expect(payload.length).toBeGreaterThan(sample.endOfEvent(2));
    expect(payload.length).toBeLessThan(sample.endOfEvent(3));
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(payload)).toThrow();
    expect((sample.payload[payload.length] ?? 0) & 0xc0).toBe(0x80);
  });

  test('inside a line end of the nth event: the CR arrives, the LF does not', async () => {
    const sample = sampleStream('one-chunk');
    const { received } = await playReset({ insideEvent: 3, at: 'line-end' }, sample.response);
    const { payload } = readResponse(received);
    expect(payload.length).toBeGreaterThan(sample.endOfEvent(2));
    expect(payload.length).toBeLessThan(sample.endOfEvent(3));
    expect(payload.at(-1)).toBe(0x0d);
    expect(sample.payload[payload.length]).toBe(0x0a);
  });

  test('inside the nth chunk head: its first digit arrives, its line end does not', async () => {
    const sample = sampleStream('chunk-per-block');
    const { received } = await playReset({ insideChunkHead: 4 }, sample.response);
    const lastLine = received.toString('latin1').split('\r\n').at(-1);
    expect(readResponse(received).payload.toString()).toMatch(/retry: 50\r\n\r\n$/);
    expect(startsOfLine(sample.chunkHead(4))).toContain(lastLine);
  });

  test('after the response: the client has all of it before the reset', async () => {
    const response = Buffer.from(jsonResponse(result(1)));
    const { received, rig } = await playReset('response-end', response);
    expect(received).toEqual(response);
    expect(rig.exchange('x').client.end).toMatchObject({ ending: 'complete' });
  });

  test('events that arrive one by one are counted all the same', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: { events: 2 } }));
    const sample = sampleStream('content-length');
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    for (const byte of sample.response.subarray(0, sample.head.length + sample.endOfEvent(3))) {
      if (client.ending() !== undefined) break;
      await server.send(Buffer.from([byte]));
    }
    expect(await client.waitForEnding()).toBe('rst');
    expect(readResponse(client.received()).payload).toEqual(sample.payload.subarray(0, sample.endOfEvent(2)));
    await rig.expectStruck(armed, 1);
    expect(rig.view().faults.find((event) => event.status === 'fired')?.detail).toMatch(/\d/);
  });
});

test('a process that is held up between the last byte and the reset does not turn it into a FIN', async () => {
  const rig = await openRig();
  const armed = await rig.link.arm(reset({ on: ON, at: { events: 2 } }));
  const holdUp = (): void => {
    const until = performance.now() + 60;
    while (performance.now() < until);
  };
  // The bytes have been written when the strike is recorded; whoever is to read them does so only after the hold-up.
  rig.recorder.subscribe((event) => {
    if (event.kind === 'fault' && event.status === 'fired') setImmediate(holdUp);
  });
  const sample = sampleStream('one-chunk');
  const { client, server } = await startExchange(rig, get({ label: 'x' }));
  void server.send(sample.response);
  expect(await client.waitForEnding()).toBe('rst');
  expect(await server.waitForEnding()).toBe('rst');
  expect(readResponse(client.received()).payload).toEqual(sample.payload.subarray(0, sample.endOfEvent(2)));
  await rig.expectStruck(armed, 1);
});

describe('sides', () => {
  test('of the client alone: the server is not reset', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: 'response-head', sides: 'client' }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(sampleStream('one-chunk').response);
    expect(await client.waitForEnding()).toBe('rst');
    await rig.roundTrip();
    expect(server.ending()).not.toBe('rst');
    await rig.expectStruck(armed, 1);
  });

  test('of the server alone: the client is not reset', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: 'response-head', sides: 'server' }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(sampleStream('one-chunk').response);
    expect(await server.waitForEnding()).toBe('rst');
    await rig.roundTrip();
    expect(client.ending()).not.toBe('rst');
    expect(client.text()).toBe(sampleStream('one-chunk').head);
    await rig.expectStruck(armed, 1);
  });
});

describe('what it acts on', () => {
  /** One exchange on a connection of its own; true when it was reset, false when the answer arrived. */
  async function isReset(rig: Rig, request: Buffer): Promise<boolean> {
    const { client, server } = await startExchange(rig, request);
    const answer = jsonResponse(result(1));
    void server.send(answer);
    await client.waitUntil(
      'an outcome',
      () => client.ending() !== undefined || client.received().length === answer.length,
    );
    return client.ending() === 'rst';
  }

  test('the nth exchange that matches, counted over connections', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: { method: 'POST', nth: 2 }, at: 'response-head' }));
    const requests = [post({}), get({}), post({}), post({})];
    const outcomes: boolean[] = [];
    for (const request of requests) outcomes.push(await isReset(rig, request));
    expect(outcomes).toEqual([false, false, true, false]);
    await rig.expectStruck(armed, 1);
  });

  test('every exchange that matches by its JSON-RPC method', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: { rpc: 'tools/call' }, at: 'response-head' }));
    const outcomes: boolean[] = [];
    for (const method of ['tools/call', 'tools/list', 'tools/call'])
      outcomes.push(await isReset(rig, post({ body: call(1, method) })));
    expect(outcomes).toEqual([true, false, true]);
    await rig.expectStruck(armed, 2);
  });

  test('by the JSON-RPC method of a body that comes in pieces, chunked', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: { rpc: 'tools/call' }, at: 'request-sent' }));
    const requestHead = 'POST /mcp HTTP/1.1\r\nHost: link.test\r\nTransfer-Encoding: chunked\r\n\r\n';
    const body = call(1, 'tools/call');
    const pieces = [requestHead, chunk(body.slice(0, 30)).toString(), chunk(body.slice(30)).toString() + LAST_CHUNK];
    const client = rig.dial();
    for (const piece of pieces) {
      await client.send(piece);
      await rig.roundTrip();
    }
    expect(await client.waitForEnding()).toBe('rst');
    const server = await rig.server.connectionWith('POST');
    expect(await server.waitForEnding()).toBe('rst');
    expect(server.text()).toBe(pieces.join(''));
    await rig.expectStruck(armed, 1);
  });

  test('a stream that was under way when it was armed, counted from the first event', async () => {
    const rig = await openRig();
    const sample = sampleStream('content-length');
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const first = sample.head.length + sample.endOfEvent(1);
    await server.send(sample.response.subarray(0, first));
    await client.waitForBytes(first);
    const armed = await rig.link.arm(reset({ on: ON, at: { events: 2 } }));
    void server.send(sample.response.subarray(first));
    expect(await client.waitForEnding()).toBe('rst');
    expect(readResponse(client.received()).payload).toEqual(sample.payload.subarray(0, sample.endOfEvent(2)));
    await rig.expectStruck(armed, 1);
  });

  test('nothing more once it is healed', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: {}, at: 'response-head' }));
    expect(await isReset(rig, post({}))).toBe(true);
    await armed.heal();
    await armed.heal();
    expect(await isReset(rig, post({}))).toBe(false);
    expect(rig.view().faults.map((event) => event.status)).toEqual(['planned', 'fired', 'healed']);
  });

  test('a later exchange of a connection, after an earlier one that is whole', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(reset({ on: ON, at: 'response-head' }));
    const { client, server } = await startExchange(rig, post({ label: 'first' }));
    const answer = jsonResponse(result(1));
    await server.send(answer);
    await client.waitForBytes(answer.length);
    await client.send(post({ label: 'x' }));
    await server.waitForBytes(2 * withoutLabel(post({ label: 'x' })).length);
    void server.send(answer);
    expect(await client.waitForEnding()).toBe('rst');
    expect(client.text()).toBe(answer + answer.slice(0, answer.indexOf('\r\n\r\n') + 4));
    await rig.expectStruck(armed, 1);
  });
});
