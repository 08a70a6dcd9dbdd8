import { gunzipSync } from 'node:zlib';
import { constants } from 'node:zlib';
import { expect, test } from 'vitest';
import { gzip } from '../../faults/index.js';
import {
  CHUNKED_SSE,
  LAST_CHUNK,
  chunk,
  get,
  jsonResponse,
  post,
  readResponse,
  result,
  sseEvent,
} from './testing/raw-http.js';
import type { RawConnection } from './testing/raw-connection.js';
import { openRig, startExchange } from './testing/rig.js';

const ON = { exchange: 'x' };
const ACCEPT = { label: 'x', headers: ['Accept-Encoding: gzip'] };

/** What a reader can decode of the compressed body so far. */
function decoded(client: RawConnection): string {
  if (!client.text().includes('\r\n\r\n')) return '';
  const { payload } = readResponse(client.received());
  if (payload.length < 18) return '';
  return gunzipSync(payload, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
}

test('with a flush after each piece every event can be read when it is sent', async () => {
  const rig = await openRig();
  const armed = await rig.link.arm(gzip({ on: ON, flush: true }));
  const { client, server } = await startExchange(rig, get(ACCEPT));
  await server.send(CHUNKED_SSE);
  let sent = '';
  for (const data of ['one', 'zwei é€😀', 'three']) {
    sent += sseEvent(data);
    await server.send(chunk(sseEvent(data)));
    await client.waitUntil(`the event ${data}`, () => decoded(client) === sent);
  }
  await server.send(LAST_CHUNK);
  await client.waitUntil('the end', () => readResponse(client.received()).complete);
  const response = readResponse(client.received());
  expect(response).toMatchObject({ status: 200, framing: 'chunked' });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(gunzipSync(response.payload).toString()).toBe(sent);
  await rig.expectComplete('x');
  await rig.expectStruck(armed);
});

test('without a flush nothing can be read before the end', async () => {
  const rig = await openRig();
  const armed = await rig.link.arm(gzip({ on: ON, flush: false }));
  const { client, server } = await startExchange(rig, get(ACCEPT));
  await server.send(CHUNKED_SSE);
  const events = ['one', 'two', 'three'].map((data) => sseEvent(data));
  for (const event of events) await server.send(chunk(event));
  await rig.recorded('third event', (event) => event.kind === 'sse' && event.event.data === 'three');
  await rig.roundTrip();
  expect(decoded(client)).toBe('');
  await server.send(LAST_CHUNK);
  await client.waitUntil('the end', () => decoded(client) !== '' && readResponse(client.received()).complete);
  expect(gunzipSync(readResponse(client.received()).payload).toString()).toBe(events.join(''));
  await rig.expectComplete('x');
  await rig.expectStruck(armed);
});

test('a body with a length becomes a chunked one, and the record keeps what the server sent', async () => {
  const rig = await openRig();
  const armed = await rig.link.arm(gzip({ on: ON, flush: false }));
  const { client, server } = await startExchange(rig, post(ACCEPT));
  void server.send(jsonResponse(result(1)));
  await client.waitUntil(
    'the end',
    () => client.text().includes('\r\n\r\n') && readResponse(client.received()).complete,
  );
  const response = readResponse(client.received());
  expect(response.framing).toBe('chunked');
  expect(response.headers.has('content-length')).toBe(false);
  expect(gunzipSync(response.payload).toString()).toBe(result(1));
  await rig.expectStruck(armed);
  expect(rig.exchange('x').server.messages).toMatchObject([{ message: { kind: 'result', id: 1 } }]);
  expect(rig.exchange('x').server.body).toMatchObject({ text: result(1) });
});

test('a stream that the server cuts does not end cleanly because it is compressed', async () => {
  const rig = await openRig();
  await rig.link.arm(gzip({ on: ON, flush: true }));
  const { client, server } = await startExchange(rig, get(ACCEPT));
  await server.send(CHUNKED_SSE + chunk(sseEvent('one')).toString());
  await client.waitUntil('the event', () => decoded(client) === sseEvent('one'));
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
  expect(readResponse(client.received()).complete).toBe(false);
});
