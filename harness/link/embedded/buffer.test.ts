import { describe, expect, test } from 'vitest';
import { buffer } from '../../faults/index.js';
import {
  LAST_CHUNK,
  chunk,
  get,
  head,
  jsonResponse,
  post,
  readResponse,
  result,
  sseEvent,
} from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Pair, Rig } from './testing/rig.js';

const ON = { exchange: 'x' };
const THRESHOLD = 4096;

function streamHead(...lines: string[]): string {
  return head('Content-Type: text/event-stream', ...lines, 'Transfer-Encoding: chunked');
}

async function sendEvents(rig: Rig, { server }: Pair, responseHead: string): Promise<string> {
  const events = [1, 2, 3].map((nth) => sseEvent(`event ${nth}`));
  await server.send(responseHead);
  for (const event of events) await server.send(chunk(event));
  await rig.recorded('third event', (event) => event.kind === 'sse' && event.event.data === 'event 3');
  await rig.roundTrip();
  return events.join('');
}

describe('a response is held with its head', () => {
  test('until it ends, when it stays below the threshold', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(buffer({ on: ON, thresholdBytes: THRESHOLD, honoursAccelBuffering: false }));
    const pair = await startExchange(rig, get({ label: 'x' }));
    const payload = await sendEvents(rig, pair, streamHead());
    expect(pair.client.received()).toHaveLength(0);
    await pair.server.send(LAST_CHUNK);
    await pair.client.waitForText(LAST_CHUNK);
    const response = readResponse(pair.client.received());
    expect(response).toMatchObject({ status: 200, complete: true });
    expect(response.payload.toString()).toBe(payload);
    await rig.expectComplete('x');
    await rig.expectStruck(armed);
  });

  test('until the threshold, and then again until the next one', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(buffer({ on: ON, thresholdBytes: THRESHOLD, honoursAccelBuffering: false }));
    const pair = await startExchange(rig, get({ label: 'x' }));
    const { client, server } = pair;
    let payload = await sendEvents(rig, pair, streamHead());
    expect(client.received()).toHaveLength(0);
    const block = 'x'.repeat(THRESHOLD);
    await server.send(chunk(block));
    payload += block;
    await client.waitUntil('the first step', () => client.received().length > THRESHOLD);
    expect(readResponse(client.received()).payload).toEqual(Buffer.from(payload).subarray(0, THRESHOLD));
    await server.send(chunk('tail'));
    payload += 'tail';
    await rig.roundTrip();
    expect(client.text()).not.toContain('tail');
    await server.send(LAST_CHUNK);
    await client.waitForText(LAST_CHUNK);
    expect(readResponse(client.received())).toMatchObject({ complete: true });
    expect(readResponse(client.received()).payload.toString()).toBe(payload);
    await rig.expectComplete('x');
    await rig.expectStruck(armed);
  });

  test('by default until 4096 bytes', async () => {
    const rig = await openRig();
    await rig.link.arm(buffer({ on: ON, honoursAccelBuffering: false }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    await server.send(streamHead() + chunk('x'.repeat(4095)).toString());
    await rig.roundTrip();
    expect(client.received()).toHaveLength(0);
    await server.send(chunk('x'));
    await client.waitUntil('the first step', () => client.received().length > 4096);
  });

  test('also when the response says that it must not, where that is not honoured', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(buffer({ on: ON, thresholdBytes: THRESHOLD, honoursAccelBuffering: false }));
    const pair = await startExchange(rig, get({ label: 'x' }));
    await sendEvents(rig, pair, streamHead('X-Accel-Buffering: no'));
    expect(pair.client.received()).toHaveLength(0);
    await pair.server.send(LAST_CHUNK);
    await pair.client.waitForText(LAST_CHUNK);
    await rig.expectStruck(armed);
  });

  test('also where the header is honoured, when the response does not carry it', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(buffer({ on: ON, thresholdBytes: THRESHOLD, honoursAccelBuffering: true }));
    const pair = await startExchange(rig, get({ label: 'x' }));
    await sendEvents(rig, pair, streamHead('X-Accel-Buffering: yes'));
    expect(pair.client.received()).toHaveLength(0);
    await pair.server.send(LAST_CHUNK);
    await pair.client.waitForText(LAST_CHUNK);
    await rig.expectStruck(armed);
  });

  test('until the fault is healed', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(buffer({ on: ON, thresholdBytes: THRESHOLD, honoursAccelBuffering: false }));
    const pair = await startExchange(rig, get({ label: 'x' }));
    const payload = await sendEvents(rig, pair, streamHead());
    expect(pair.client.received()).toHaveLength(0);
    await armed.heal();
    await pair.client.waitForText('event 3\n\n');
    expect(readResponse(pair.client.received()).payload.toString()).toBe(payload);
    await pair.server.send(chunk(sseEvent('after')));
    await pair.client.waitForText('after');
  });
});

test('a response that asks for it passes at once, where that is honoured', async () => {
  const rig = await openRig();
  const armed = await rig.link.arm(buffer({ on: ON, thresholdBytes: THRESHOLD, honoursAccelBuffering: true }));
  const pair = await startExchange(rig, get({ label: 'x' }));
  await pair.server.send(streamHead('X-Accel-Buffering: no'));
  await pair.client.waitForText('\r\n\r\n');
  for (const nth of [1, 2, 3]) {
    await pair.server.send(chunk(sseEvent(`event ${nth}`)));
    await pair.client.waitForText(`event ${nth}`);
  }
  expect(readResponse(pair.client.received()).payload.toString()).toBe(
    [1, 2, 3].map((nth) => sseEvent(`event ${nth}`)).join(''),
  );
  await rig.expectStruck(armed);
});

test('a short JSON answer arrives whole: it ends before the threshold', async () => {
  const rig = await openRig();
  await rig.link.arm(buffer({ on: ON, thresholdBytes: THRESHOLD, honoursAccelBuffering: false }));
  const { client, server } = await startExchange(rig, post({ label: 'x' }));
  void server.send(jsonResponse(result(1)));
  await client.waitUntil('a whole response', () => client.text().includes('done'));
  expect(readResponse(client.received()).payload.toString()).toBe(result(1));
});
