import { expect, test } from 'vitest';
import { CHUNKED_SSE, LAST_CHUNK, chunk, get, head, jsonResponse, post, result, sseEvent } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Rig } from './testing/rig.js';

const OPEN_STREAM = CHUNKED_SSE + chunk(sseEvent('one')).toString();

async function openStream(rig: Rig): ReturnType<typeof startExchange> {
  const pair = await startExchange(rig, get({ label: 'stream' }));
  await pair.server.send(OPEN_STREAM);
  await pair.client.waitForBytes(OPEN_STREAM.length);
  return pair;
}

test('a client that ends its direction after the request still gets the whole response', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'x' }));
  client.finish();
  expect(await server.waitForEnding()).toBe('fin');
  const answer = CHUNKED_SSE + chunk(sseEvent(result(1))).toString() + LAST_CHUNK;
  await server.send(answer);
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.text()).toBe(answer);
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'client');
  expect(rig.exchange('x').server.end).toMatchObject({ ending: 'complete', framing: 'chunked' });
  expect(rig.exchange('x').client.end).toMatchObject({ ending: 'complete', framing: 'chunked' });
});

test('a server that ends its direction inside of a request still gets the rest of it', async () => {
  const rig = await openRig();
  const request = post({ body: 'x'.repeat(100) });
  const { client, server } = await startExchange(rig, request.subarray(0, request.length - 50));
  const answer = jsonResponse(result(1));
  await server.send(answer);
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.text()).toBe(answer);
  await client.send(request.subarray(request.length - 50));
  await server.waitForBytes(request.length);
  expect(server.received()).toEqual(request);
});

test('a FIN of the server in the middle of a stream arrives as a FIN without a last chunk', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.text()).toBe(OPEN_STREAM);
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'client');
  expect(rig.exchange('stream').server.end).toMatchObject({ ending: 'fin', framing: 'chunked', sizeBytes: 11 });
  expect(rig.exchange('stream').client.end).toMatchObject({ ending: 'fin', framing: 'chunked', sizeBytes: 11 });
  expect(rig.connectionEvents('server')).toContainEqual(expect.objectContaining({ what: 'fin', from: 'peer' }));
});

test('a RST of the server in the middle of a stream arrives as a RST', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  server.reset();
  expect(await client.waitForEnding()).toBe('rst');
  expect(client.text()).toBe(OPEN_STREAM);
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'client');
  expect(rig.exchange('stream').server.end).toMatchObject({ ending: 'rst', framing: 'chunked' });
  expect(rig.exchange('stream').client.end).toMatchObject({ ending: 'rst', framing: 'chunked' });
  expect(rig.connectionEvents('server')).toContainEqual(expect.objectContaining({ what: 'rst', from: 'peer' }));
});

test('a RST is told from the end of a response that ends with its connection', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, get({ label: 'x' }));
  const response = head('Content-Type: text/event-stream') + sseEvent('one');
  await server.send(response);
  await client.waitForBytes(response.length);
  server.reset();
  expect(await client.waitForEnding()).toBe('rst');
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'server');
  expect(rig.exchange('x').server.end).toMatchObject({ ending: 'rst', framing: 'close' });
});

test('a body shorter than its length is recorded as cut short', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'x' }));
  const response = `${head('Content-Type: application/json', 'Content-Length: 50')}{"jsonrpc":`;
  await server.send(response);
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.text()).toBe(response);
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'server');
  expect(rig.exchange('x').server.end).toMatchObject({ ending: 'fin', framing: 'content-length', sizeBytes: 11 });
});

test('a server that ends the connection without an answer leaves a response that has no framing', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'x' }));
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.received()).toHaveLength(0);
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'server');
  expect(rig.exchange('x').server.end).toMatchObject({ ending: 'fin', framing: 'none', sizeBytes: 0 });
  expect(rig.exchange('x').server.head).toBeUndefined();
});

test('a RST of the client in the middle of a stream arrives as a RST at the server', async () => {
  const rig = await openRig();
  const { client, server } = await openStream(rig);
  client.reset();
  expect(await server.waitForEnding()).toBe('rst');
  expect(rig.connectionEvents('client')).toContainEqual(expect.objectContaining({ what: 'rst', from: 'peer' }));
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'server');
  expect(rig.exchange('stream').server.end?.ending).not.toBe('complete');
});

test('a client that leaves in the middle of its request leaves an incomplete request body', async () => {
  const rig = await openRig();
  const request = post({ label: 'x', body: 'x'.repeat(100) });
  const { client, server } = await startExchange(rig, request.subarray(0, request.length - 50));
  client.finish();
  expect(await server.waitForEnding()).toBe('fin');
  await rig.recorded('body', (event) => event.kind === 'request-body' && event.side === 'server');
  expect(rig.exchange('x').requestBody).toMatchObject({ sizeBytes: 50, complete: false });
});

test('a server that is not there is recorded as refused, and the client is not left waiting', async () => {
  const rig = await openRig();
  await rig.server.stopListening();
  const client = rig.dial();
  void client.send(post({ label: 'x' }));
  expect(['fin', 'rst']).toContain(await client.waitForEnding());
  expect(rig.connectionEvents('server')).toContainEqual(expect.objectContaining({ what: 'refused', from: 'peer' }));
});
