import { describe, expect, test } from 'vitest';
import { coalesce, fragment } from '../../faults/index.js';
import { CHUNKED_SSE, LAST_CHUNK, chunk, get, post, sseEvent, withoutLabel } from './testing/raw-http.js';
import { useManualClock } from './testing/manual-clock.js';
import type { RawConnection } from './testing/raw-connection.js';
import { openRig, startExchange } from './testing/rig.js';
import { sampleStream } from './testing/sample-stream.js';

const ON = { exchange: 'x' };

/** Offsets at which one read ended and the next began. */
function readBoundaries(connection: RawConnection): Set<number> {
  let offset = 0;
  return new Set(connection.reads.map((read) => (offset += read.bytes.length)));
}

/** Offsets in `bytes` behind each place where `accepts` holds for the byte in front and the byte behind. */
function placesBetween(bytes: Buffer, accepts: (before: number, after: number) => boolean): number[] {
  return [...bytes.keys()].slice(1).filter((at) => accepts(bytes[at - 1] ?? 0, bytes[at] ?? 0));
}

describe('fragment', () => {
  test.each([
    { sizeBytes: undefined, leastShare: 0.5 },
    { sizeBytes: 7, leastShare: 0.5 / 7 },
  ])('a response in pieces of $sizeBytes bytes: many reads, the same bytes', async ({ sizeBytes, leastShare }) => {
    const rig = await openRig();
    const size = sizeBytes === undefined ? {} : { sizeBytes };
    const armed = await rig.link.arm(fragment({ on: ON, direction: 'to-client', ...size }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const { response } = sampleStream('chunk-per-block');
    void server.send(response);
    expect(await client.waitForBytes(response.length)).toEqual(response);
    expect(client.reads.length).toBeGreaterThan(response.length * leastShare);
    expect(Math.min(...client.reads.map((read) => read.bytes.length))).toBeLessThanOrEqual(sizeBytes ?? 1);
    await rig.expectComplete('x');
    await rig.expectStruck(armed);
  });

  test('a request in single bytes', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(fragment({ on: ON, direction: 'to-server', sizeBytes: 1 }));
    const request = post({ label: 'x', body: '{"text":"é€😀"}' });
    const { client, server } = await startExchange(rig, request);
    expect(server.received()).toEqual(withoutLabel(request));
    expect(server.reads.length).toBeGreaterThan(withoutLabel(request).length / 2);
    const { response } = sampleStream('content-length');
    void server.send(response);
    expect(await client.waitForBytes(response.length)).toEqual(response);
    expect(client.reads.length).toBeLessThan(response.length / 2);
    await rig.expectStruck(armed);
  });

  /**
   * Plays `response` until each of `places` (groups of offsets of which one will do) was the end of a read. The kernel
   * may join two writes on their way to a reader, so one attempt does not show all of them.
   */
  async function expectReadsToEndAt(
    at: 'characters' | 'line-ends' | 'chunk-heads',
    response: Buffer,
    places: readonly (readonly number[])[],
  ): Promise<void> {
    const rig = await openRig();
    const armed = await rig.link.arm(fragment({ on: {}, direction: 'to-client', at }));
    let missing = places;
    for (let attempt = 0; attempt < 20 && missing.length > 0; attempt += 1) {
      const { client, server } = await startExchange(rig, get());
      void server.send(response);
      expect(await client.waitForBytes(response.length)).toEqual(response);
      const boundaries = readBoundaries(client);
      missing = missing.filter((offsets) => !offsets.some((offset) => boundaries.has(offset)));
    }
    expect(missing).toEqual([]);
    await rig.expectStruck(armed);
  }

  test('inside every character of several bytes', async () => {
    const { response } = sampleStream('chunk-per-block');
    const leads = placesBetween(response, (before, after) => before >= 0xc0 && (after & 0xc0) === 0x80);
    expect(leads).toHaveLength(6);
    const insides = leads.map((lead) => {
      const sizeBytes = [2, 2, 3, 4][((response[lead - 1] ?? 0) >> 4) & 3] ?? 2;
      return Array.from({ length: sizeBytes - 1 }, (_, step) => lead + step);
    });
    await expectReadsToEndAt('characters', response, insides);
  });

  test('inside every line end of the event stream', async () => {
    const { response, head: responseHead } = sampleStream('content-length');
    const places = placesBetween(response, (before, after) => before === 0x0d && after === 0x0a);
    const inBody = places.filter((at) => at > responseHead.length);
    expect(inBody.length).toBeGreaterThan(10);
    await expectReadsToEndAt(
      'line-ends',
      response,
      inBody.map((at) => [at]),
    );
  });

  test('inside every chunk head', async () => {
    const datas = ['a'.repeat(0x123), 'b'.repeat(0x45), 'c'.repeat(0x678)];
    const response = Buffer.concat([
      Buffer.from(CHUNKED_SSE),
      ...datas.map((data) => chunk(data)),
      Buffer.from(LAST_CHUNK),
    ]);
    const insides = ['123\r\n', '45\r\n', '678\r\n'].map((line) => {
      const from = response.indexOf(line, CHUNKED_SSE.length);
      return Array.from({ length: line.length - 1 }, (_, step) => from + 1 + step);
    });
    await expectReadsToEndAt('chunk-heads', response, insides);
  });

  test('the end of the connection comes after the last fragment', async () => {
    const rig = await openRig();
    await rig.link.arm(fragment({ on: ON, direction: 'to-client', sizeBytes: 1 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const response = CHUNKED_SSE + chunk(sseEvent('one')).toString();
    void server.send(response);
    server.finish();
    expect(await client.waitForEnding()).toBe('fin');
    expect(client.text()).toBe(response);
  });
});

describe('coalesce', () => {
  test('events that were sent one by one arrive in one read when the window is over', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(coalesce({ on: ON, direction: 'to-client', windowMs: 200 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    let sent = CHUNKED_SSE;
    void server.send(CHUNKED_SSE);
    for (let nth = 1; nth <= 5; nth += 1) {
      const piece = chunk(sseEvent(`event ${nth}`)).toString();
      sent += piece;
      void server.send(piece);
      await rig.recorded('event', (event) => event.kind === 'sse' && event.event.data === `event ${nth}`);
      await clock.advance(30);
    }
    await clock.advance(40);
    expect(client.received()).toHaveLength(0);
    await clock.advance(15);
    await client.waitForBytes(sent.length);
    expect(client.text()).toBe(sent);
    expect(client.reads).toHaveLength(1);
    await rig.expectStruck(armed);
  });

  test('towards the server the pieces of a request are joined', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(coalesce({ on: ON, direction: 'to-server', windowMs: 200 }));
    const request = post({ label: 'x', body: 'x'.repeat(300) });
    const client = rig.dial();
    await client.send(request.subarray(0, request.length - 200));
    await rig.roundTrip();
    await client.send(request.subarray(request.length - 200));
    await rig.roundTrip();
    expect(rig.server.connections.map((connection) => connection.text()).join('')).not.toContain('POST');
    await clock.advance(205);
    const expected = withoutLabel(request);
    const upstream = await rig.server.connectionWith('POST');
    expect(await upstream.waitForBytes(expected.length)).toEqual(expected);
    expect(upstream.reads).toHaveLength(1);
    await rig.expectStruck(armed);
  });

  test('on a real clock nothing arrives before the window is over', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(coalesce({ on: ON, direction: 'to-client', windowMs: 50 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const sentAtMs = await server.send(CHUNKED_SSE);
    await rig.roundTrip();
    const event = chunk(sseEvent('one')).toString();
    await server.send(event);
    await client.waitForBytes((CHUNKED_SSE + event).length);
    expect(client.text()).toBe(CHUNKED_SSE + event);
    expect(client.arrivedAtMs(1) - sentAtMs).toBeGreaterThanOrEqual(49);
    await armed.heal();
  });
});
