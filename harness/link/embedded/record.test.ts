import { expect, test } from 'vitest';
import {
  CHUNKED_SSE,
  LAST_CHUNK,
  call,
  chunk,
  get,
  head,
  jsonResponse,
  post,
  result,
  sseEvent,
} from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Rig } from './testing/rig.js';

const NOTE = '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"é"}}';

function endOf(rig: Rig, label: string, side: 'client' | 'server'): Promise<unknown> {
  return rig.recorded(
    `end of ${label}`,
    (event) => event.kind === 'response-end' && event.side === side && event.exchange === label,
  );
}

test('a JSON exchange is recorded in full on the server side', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'call', body: call(7, 'tools/call') }));
  const body = result(7, 'é');
  await server.send(jsonResponse(body, 'Mcp-Session-Id: abc'));
  await client.waitForBytes(Buffer.byteLength(jsonResponse(body, 'Mcp-Session-Id: abc')));
  await endOf(rig, 'call', 'client');

  const exchange = rig.exchange('call');
  const sizeBytes = Buffer.byteLength(body);
  expect(exchange.request).toMatchObject({ side: 'server', method: 'POST', target: '/mcp' });
  expect(exchange.request?.headers).toContainEqual(['Content-Type', 'application/json']);
  expect(exchange.request?.headers.map(([name]) => name.toLowerCase())).not.toContain('faultline-exchange');
  expect(exchange.requestBody).toMatchObject({ complete: true, text: call(7, 'tools/call') });
  expect(exchange.sent).toMatchObject([{ carrier: 'json', message: { kind: 'request', id: 7, method: 'tools/call' } }]);
  expect(exchange.server.head).toMatchObject({ status: 200, by: 'sut' });
  expect(exchange.server.head?.headers).toContainEqual(['Mcp-Session-Id', 'abc']);
  expect(exchange.server.messages).toMatchObject([
    { carrier: 'json', message: { kind: 'result', id: 7 }, batched: false },
  ]);
  expect(exchange.server.body).toMatchObject({ sizeBytes, text: body });
  expect(exchange.server.end).toMatchObject({ ending: 'complete', framing: 'content-length', sizeBytes });
  expect(exchange.server.problems).toEqual([]);
});

test('the client side is recorded too: what was written to the client, and how that ended', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'call' }));
  await server.send(jsonResponse(result(1)));
  await client.waitForBytes(jsonResponse(result(1)).length);
  await endOf(rig, 'call', 'client');
  const { client: seen } = rig.exchange('call');
  const sizeBytes = result(1).length;
  expect(seen.head).toMatchObject({ status: 200, by: 'sut' });
  expect(seen.data.reduce((sum, event) => sum + event.sizeBytes, 0)).toBe(sizeBytes);
  expect(seen.data[0]?.offset).toBe(0);
  expect(seen.end).toMatchObject({ ending: 'complete', framing: 'content-length', sizeBytes });
});

test('connections are recorded on both sides with their ends', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'call' }));
  await server.send(jsonResponse(result(1)));
  await client.waitForBytes(jsonResponse(result(1)).length);
  client.finish();
  await server.waitForEnding();
  server.finish();
  await client.waitForEnding();
  for (const side of ['client', 'server'] as const) {
    const whats = rig.connectionEvents(side).map((event) => event.what);
    expect(whats[0]).toBe('open');
    expect(whats).toContain('fin');
    expect(whats).not.toContain('rst');
  }
  const request = rig.exchange('call').request;
  expect(rig.connectionEvents('server').map((event) => event.connection)).toContain(request?.connection);
});

test('exchanges without a label are numbered, and a label that is used again gets a number', async () => {
  const rig = await openRig();
  const labels = [undefined, 'same', 'same', undefined, 'same'];
  const client = rig.dial();
  const answer = head('Content-Length: 0');
  for (const [turn, label] of labels.entries()) {
    void client.send(get(label === undefined ? {} : { label }));
    const server = await rig.server.connection(1);
    await server.waitUntil(`request ${turn + 1}`, () => server.text().split('\r\n\r\n').length === turn + 2);
    await server.send(answer);
    await client.waitForBytes(answer.length * (turn + 1));
  }
  const recorded = [...rig.view().exchanges.keys()];
  expect(recorded.filter((label) => label.startsWith('same'))).toEqual(['same', 'same#2', 'same#3']);
  const numbered = recorded.filter((label) => !label.startsWith('same'));
  expect(numbered).toHaveLength(2);
  for (const label of numbered) expect(label).toMatch(/^exchange-\d+$/);
});

test('an event stream is recorded event by event, comments and messages included', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'stream' }));
  const blocks = ['id: 0\ndata: \n\n', ': ping\n\n', sseEvent(NOTE, '1'), sseEvent(result(1), '2')];
  const text = CHUNKED_SSE + blocks.map((block) => chunk(block).toString()).join('') + LAST_CHUNK;
  await server.send(text);
  await client.waitForBytes(Buffer.byteLength(text));
  await endOf(rig, 'stream', 'server');
  const seen = rig.exchange('stream').server;
  expect(seen.events.map(({ event }) => [event.id, event.data])).toEqual([
    ['0', ''],
    ['1', NOTE],
    ['2', result(1)],
  ]);
  expect(seen.comments.map((comment) => comment.text)).toEqual(['ping']);
  expect(seen.messages).toMatchObject([
    { carrier: 'sse', eventId: '1', message: { kind: 'notification' } },
    { carrier: 'sse', eventId: '2', message: { kind: 'result', id: 1 } },
  ]);
  expect(seen.problems).toEqual([]);
  let offset = 0;
  for (const data of seen.data) {
    expect(data.offset).toBe(offset);
    offset += data.sizeBytes;
  }
  expect(offset).toBe(Buffer.byteLength(blocks.join('')));
});

test('a batch in a body gives one record for each member', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, post({ label: 'batch', body: `[${call(1, 'ping')},${NOTE}]` }));
  const answer = jsonResponse(`[${result(1)}]`);
  await server.send(answer);
  await client.waitForBytes(answer.length);
  await endOf(rig, 'batch', 'server');
  expect(rig.exchange('batch').sent.map((record) => [record.message.kind, record.batched])).toEqual([
    ['request', true],
    ['notification', true],
  ]);
  expect(rig.exchange('batch').server.messages).toMatchObject([{ batched: true, message: { id: 1 } }]);
});

test.each([
  ['sse', 'unterminated-event', CHUNKED_SSE + chunk('data: never closed\n').toString() + LAST_CHUNK],
  ['sse', 'bad-retry', CHUNKED_SSE + chunk('retry: soon\ndata: x\n\n').toString() + LAST_CHUNK],
  ['json', undefined, jsonResponse('{"jsonrpc": "2.0", ')],
  ['json-rpc', undefined, jsonResponse('{"jsonrpc":"1.0","id":1,"result":{}}')],
  ['json-rpc', undefined, CHUNKED_SSE + chunk(sseEvent('{"jsonrpc":"2.0","id":1}')).toString() + LAST_CHUNK],
] as const)(
  'a breach of %s (%s) is recorded as a problem, and its bytes still cross',
  async (layer, code, response) => {
    const rig = await openRig();
    const { client, server } = await startExchange(rig, post({ label: 'bad' }));
    await server.send(response);
    await client.waitForBytes(response.length);
    expect(client.text()).toBe(response);
    await endOf(rig, 'bad', 'server');
    const problems = rig.exchange('bad').server.problems.filter((problem) => problem.layer === layer);
    expect(problems.length).toBeGreaterThan(0);
    if (code !== undefined) expect(problems.map((problem) => problem.code)).toContain(code);
  },
);

test('long texts are cut in the record and whole on the wire', async () => {
  const rig = await openRig();
  const body = result(1, 'é'.repeat(20_000));
  const { client, server } = await startExchange(rig, post({ label: 'long', body }));
  const response = jsonResponse(body);
  await server.send(response);
  expect((await client.waitForBytes(Buffer.byteLength(response))).toString()).toBe(response);
  await endOf(rig, 'long', 'server');
  const { requestBody, server: seen } = rig.exchange('long');
  for (const kept of [requestBody, seen.body]) {
    expect(kept?.sizeBytes).toBe(Buffer.byteLength(body));
    expect(Buffer.byteLength(kept?.text ?? '')).toBeLessThanOrEqual(16_384);
  }
  expect(seen.messages).toMatchObject([{ message: { kind: 'result', id: 1 } }]);
});
