import { describe, expect, test } from 'vitest';
import { bandwidth, latency } from '../../faults/index.js';
import { CHUNKED_SSE, LAST_CHUNK, chunk, get, post, sseEvent, withoutLabel } from './testing/raw-http.js';
import { useManualClock } from './testing/manual-clock.js';
import { openRig, startExchange } from './testing/rig.js';

const ON = { exchange: 'x' };
// Two clocks are read one after the other here; a held piece is never early by more than their resolution.
const SLACK_MS = 1;

describe('latency', () => {
  test('towards the client: each piece is held for the delay, in order, without a loss', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(latency({ on: ON, direction: 'to-client', delayMs: 60, jitterMs: 0 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const pieces = [CHUNKED_SSE, chunk(sseEvent('one')).toString(), chunk(sseEvent('two')).toString(), LAST_CHUNK];
    const sentAtMs: [sizeBytes: number, atMs: number][] = [];
    let sent = '';
    for (const piece of pieces) {
      sent += piece;
      sentAtMs.push([sent.length, await server.send(piece)]);
      await rig.roundTrip();
    }
    await client.waitForBytes(sent.length);
    expect(client.text()).toBe(sent);
    for (const [sizeBytes, atMs] of sentAtMs)
      expect(client.arrivedAtMs(sizeBytes) - atMs).toBeGreaterThanOrEqual(60 - SLACK_MS);
    await rig.expectComplete('x');
    await rig.expectStruck(armed);
  });

  test('towards the server: the request is late, the answer is not held', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(latency({ on: ON, direction: 'to-server', delayMs: 50, jitterMs: 0 }));
    const client = rig.dial();
    const request = post({ label: 'x' });
    void client.send(request);
    await rig.recorded('open', (event) => event.kind === 'connection' && event.side === 'client');
    await clock.advance(45);
    expect(rig.server.connections.map((connection) => connection.text()).join('')).toBe('');
    await clock.advance(10);
    const server = await rig.server.connection(1);
    expect(await server.waitForBytes(withoutLabel(request).length)).toEqual(withoutLabel(request));
    void server.send(CHUNKED_SSE);
    await client.waitForBytes(CHUNKED_SSE.length);
    await rig.expectStruck(armed);
  });

  /** How long each of ten single events was held, by the record, with a clock that stands still otherwise. */
  async function holds(seed: number): Promise<number[]> {
    const clock = useManualClock();
    const rig = await openRig({ link: { seed } });
    await rig.link.arm(latency({ on: ON, direction: 'to-client', delayMs: 50, jitterMs: 40 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const writes = (): number[] => (rig.view().exchange('x')?.client.data ?? []).map((event) => event.t);
    void server.send(CHUNKED_SSE);
    await rig.recorded('head', (event) => event.kind === 'response' && event.side === 'server');
    await clock.advance(100);
    const all: number[] = [];
    for (let nth = 0; nth < 10; nth += 1) {
      void server.send(chunk(sseEvent(`event ${nth}`)));
      const came = await rig.recorded(
        `event ${nth}`,
        (event) => event.kind === 'sse' && event.side === 'server' && event.event.data === `event ${nth}`,
      );
      await clock.advance(100, () => writes().length > nth);
      all.push((writes()[nth] ?? Number.NaN) - came.t);
    }
    await client.waitForText('event 9');
    return all;
  }

  test('jitter comes from the seed: the same again with the same one, other with another one', async () => {
    const first = await holds(1);
    expect(await holds(1)).toEqual(first);
    expect(await holds(2)).not.toEqual(first);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(10 - SLACK_MS);
    expect(Math.max(...first)).toBeLessThanOrEqual(90 + 2 * SLACK_MS);
    expect(new Set(first.map(Math.round)).size).toBeGreaterThan(3);
  });

  test('a heal releases at once what is held', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(latency({ on: ON, direction: 'to-client', delayMs: 5000, jitterMs: 0 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(CHUNKED_SSE + chunk(sseEvent('one')).toString());
    await rig.recorded('event', (event) => event.kind === 'sse');
    await clock.advance(20);
    expect(client.received()).toHaveLength(0);
    await armed.heal();
    await client.waitForText('data: one');
  });

  test('the end of a connection does not overtake its last bytes', async () => {
    const rig = await openRig();
    await rig.link.arm(latency({ on: ON, direction: 'to-client', delayMs: 40, jitterMs: 0 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const response = CHUNKED_SSE + chunk(sseEvent('one')).toString();
    void server.send(response);
    server.finish();
    expect(await client.waitForEnding()).toBe('fin');
    expect(client.text()).toBe(response);
  });
});

describe('bandwidth', () => {
  const BODY = Buffer.from('0123456789'.repeat(6000));
  const RATE = 200_000;

  test('towards the client: the bytes take the time that the rate asks for', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(bandwidth({ on: ON, direction: 'to-client', bytesPerSecond: RATE }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const response = Buffer.concat([Buffer.from(CHUNKED_SSE), chunk(BODY), Buffer.from(LAST_CHUNK)]);
    const sentAtMs = await server.send(response);
    expect((await client.waitForBytes(response.length)).equals(response)).toBe(true);
    // Half of the exact time, because a bucket may start full.
    expect(client.arrivedAtMs(response.length) - sentAtMs).toBeGreaterThanOrEqual((response.length / RATE) * 500);
    expect(client.reads.length).toBeGreaterThan(2);
    await rig.expectComplete('x');
    await rig.expectStruck(armed);
  });

  test('towards the server: the same for a request', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(bandwidth({ on: ON, direction: 'to-server', bytesPerSecond: RATE }));
    const startedAtMs = performance.now();
    const request = post({ label: 'x', body: BODY });
    const { server } = await startExchange(rig, request);
    expect(server.received().equals(withoutLabel(request))).toBe(true);
    expect(server.arrivedAtMs(server.received().length) - startedAtMs).toBeGreaterThanOrEqual(
      (request.length / RATE) * 500,
    );
    expect(server.reads.length).toBeGreaterThan(2);
    await rig.expectStruck(armed);
  });

  test('a heal lets the rest pass at once', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(bandwidth({ on: ON, direction: 'to-client', bytesPerSecond: 100 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const response = Buffer.concat([Buffer.from(CHUNKED_SSE), chunk(BODY), Buffer.from(LAST_CHUNK)]);
    void server.send(response);
    await rig.recorded('data', (event) => event.kind === 'data' && event.side === 'server');
    await clock.advance(50);
    expect(client.received().length).toBeLessThan(response.length);
    await armed.heal();
    expect((await client.waitForBytes(response.length)).equals(response)).toBe(true);
  });
});
