import { expect, test } from 'vitest';
import { answer, gzip, truncate } from '../../faults/index.js';
import { delivered, type Delivery } from '../../history/delivered.js';
import type { FaultSpec } from '../../faults/fault.js';
import { CHUNKED_SSE, LAST_CHUNK, chunk, get, jsonResponse, post, result, sseEvent } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';

const EVENTS = [sseEvent(result(1), 'a'), sseEvent(result(2), 'b')];
const STREAM = CHUNKED_SSE + EVENTS.map((event) => chunk(event).toString()).join('') + LAST_CHUNK;

async function deliveredUnder(fault: FaultSpec | undefined, response: string, request: Buffer): Promise<Delivery> {
  const rig = await openRig({ link: { judged: 'client' } });
  if (fault !== undefined) await rig.link.arm(fault);
  const { server } = await startExchange(rig, request);
  await server.send(response);
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'client');
  const label = [...rig.view().exchanges.keys()][0] ?? '';
  const found = delivered(rig.view(), label);
  if (found === undefined) throw new Error('no exchange');
  expect(delivered(rig.view(), 'no such exchange')).toBeUndefined();
  return found;
}

function idsOf({ events }: Delivery): unknown[] {
  return events.map(({ event }) => event.id);
}

test('without a fault all of it was delivered', async () => {
  const stream = await deliveredUnder(undefined, STREAM, get({}));
  expect([idsOf(stream), stream.messages.length, stream.ending]).toEqual([['a', 'b'], 2, 'complete']);
  const json = await deliveredUnder(undefined, jsonResponse(result(1)), post({}));
  expect(json).toMatchObject({ messages: [{ message: { id: 1 } }], sizeBytes: result(1).length, isExact: true });
});

test('of what was cut off, the whole blocks before', async () => {
  const bodyBytes = (EVENTS[0]?.length ?? 0) + 5;
  const cut = await deliveredUnder(truncate({ on: { method: 'GET' }, at: { bodyBytes } }), STREAM, get({}));
  expect([idsOf(cut), cut.messages.length, cut.sizeBytes, cut.ending]).toEqual([['a'], 1, bodyBytes, 'link']);
  const json = await deliveredUnder(
    truncate({ on: { method: 'POST' }, at: { bodyBytes: 3 } }),
    jsonResponse(result(1)),
    post({}),
  );
  expect([json.messages, json.sizeBytes]).toEqual([[], 3]);
});

test('of a compressed one all, once it is complete', async () => {
  const whole = await deliveredUnder(gzip({ on: { method: 'GET' }, flush: true }), STREAM, get({}));
  expect([idsOf(whole), whole.isExact]).toEqual([['a', 'b'], true]);
});

test('nothing of it where a fault has answered', async () => {
  const fault = answer({ on: { method: 'GET' }, status: 502, body: 'html', forward: true });
  const replaced = await deliveredUnder(fault, STREAM, get({}));
  expect(replaced).toMatchObject({ head: { status: 502, by: 'link' }, events: [], messages: [], isExact: true });
});
