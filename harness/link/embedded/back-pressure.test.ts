import { expect, test } from 'vitest';
import { CHUNKED_SSE, LAST_CHUNK, chunk, get, post } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import { floodUntilBlocked } from './testing/flood.js';

const SIZE_BYTES = 32 * 1024 * 1024;

test('a client that does not read stops the server, and nothing is lost when it reads again', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, get({ label: 'stream' }));
  client.stopReading();
  await server.send(CHUNKED_SSE);
  const body = Buffer.concat([chunk(Buffer.alloc(SIZE_BYTES, 'x')), Buffer.from(LAST_CHUNK)]);
  const acceptedBytes = await floodUntilBlocked(server, body);
  expect(acceptedBytes).toBeLessThan(SIZE_BYTES);
  expect(server.socket.writableNeedDrain).toBe(true);
  client.startReading();
  const total = CHUNKED_SSE.length + body.length;
  expect((await client.waitForBytes(total)).subarray(CHUNKED_SSE.length).equals(body)).toBe(true);
});

test('a server that does not read stops the client, and nothing is lost when it reads again', async () => {
  const rig = await openRig();
  const request = post({ body: Buffer.alloc(SIZE_BYTES, 'x') });
  const headSize = request.indexOf('\r\n\r\n') + 4;
  const { client, server } = await startExchange(rig, request.subarray(0, headSize));
  server.stopReading();
  const acceptedBytes = await floodUntilBlocked(client, request.subarray(headSize));
  expect(acceptedBytes).toBeLessThan(SIZE_BYTES);
  server.startReading();
  expect((await server.waitForBytes(request.length)).equals(request)).toBe(true);
});
