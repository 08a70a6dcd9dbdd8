import { expect, test } from 'vitest';
import {
  CHUNKED_SSE,
  LAST_CHUNK,
  chunk,
  get,
  head,
  jsonResponse,
  post,
  readResponse,
  result,
  sseEvent,
  withoutLabel,
} from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, value) => value));

test('a request and a response with content lengths arrive byte for byte, without the label', async () => {
  const rig = await openRig();
  const request = post({ label: 'a', body: EVERY_BYTE, headers: ['x-MiXeD:   odd  spacing', 'X-Mixed: again'] });
  const { client, server } = await startExchange(rig, request);
  expect(server.received()).toEqual(withoutLabel(request));

  const response = Buffer.concat([Buffer.from(head('X-One: 1', 'x-one:2', 'Content-Length: 256')), EVERY_BYTE]);
  await server.send(response);
  expect(await client.waitForBytes(response.length)).toEqual(response);
});

test('a request without a label loses nothing', async () => {
  const rig = await openRig();
  const request = post({});
  const { server } = await startExchange(rig, request);
  await rig.roundTrip();
  expect(server.received()).toEqual(request);
});

test('requests that follow each other on one connection share one upstream connection', async () => {
  const rig = await openRig();
  const requests = [post({ label: 'a' }), get({ label: 'b' }), post({ label: 'c', body: 'x'.repeat(70_000) })];
  const client = rig.dial();
  let sent = Buffer.alloc(0);
  let answers = '';
  for (const [turn, request] of requests.entries()) {
    void client.send(request);
    sent = Buffer.concat([sent, withoutLabel(request)]);
    const server = await rig.server.connection(1);
    await server.waitForBytes(sent.length);
    const answer = turn === 1 ? head('Content-Length: 0') : jsonResponse(result(turn));
    await server.send(answer);
    answers += answer;
    await client.waitForBytes(answers.length);
  }
  expect(client.text()).toBe(answers);
  expect(rig.server.connections).toHaveLength(1);
  expect(rig.server.connections[0]?.received().equals(sent)).toBe(true);
});

test('each client connection has an upstream connection of its own, and nothing crosses over', async () => {
  const rig = await openRig();
  const first = await startExchange(rig, post({ body: 'first' }));
  const second = await startExchange(rig, post({ body: 'second' }));
  await second.server.send(jsonResponse('"for second"'));
  await first.server.send(jsonResponse('"for first"'));
  await second.client.waitForText('"for second"');
  await first.client.waitForText('"for first"');
  expect(first.server.received()).toEqual(post({ body: 'first' }));
  expect(second.client.text()).toBe(jsonResponse('"for second"'));
  expect(first.client.text()).toBe(jsonResponse('"for first"'));
});

test('chunks, their extensions and trailers cross unchanged, each as soon as it is sent', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, get({ label: 'stream' }));
  const pieces = [
    CHUNKED_SSE,
    chunk(sseEvent('one', '1')).toString(),
    '00a;name="v;w"\r\n: comment\n\r\n',
    chunk('data: split ').toString(),
    chunk('in two é€😀\n\n').toString(),
    '0\r\nX-Trailer: t\r\n\r\n',
  ];
  let sent = '';
  for (const piece of pieces) {
    await server.send(piece);
    sent += piece;
    await client.waitForBytes(Buffer.byteLength(sent));
    expect(client.text()).toBe(sent);
  }
});

test('payload in the middle of a chunk does not wait for the rest of the chunk', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, get());
  await server.send(`${CHUNKED_SSE}1f\r\ndata: first half`);
  await client.waitForText('first half');
  await server.send(` second half.\n\n\r\n${LAST_CHUNK}`);
  await client.waitForText(LAST_CHUNK);
  expect(client.text()).toBe(`${CHUNKED_SSE}1f\r\ndata: first half second half.\n\n\r\n${LAST_CHUNK}`);
});

test('a chunked request crosses unchanged, each piece as soon as it is sent', async () => {
  const rig = await openRig();
  const requestHead = 'POST /mcp HTTP/1.1\r\nHost: link.test\r\nTransfer-Encoding: chunked\r\n\r\n';
  const { client, server } = await startExchange(rig, Buffer.from(requestHead));
  await client.send(chunk('{"jsonrpc":'));
  await server.waitForText('{"jsonrpc":');
  await client.send(Buffer.concat([chunk('"2.0"}'), Buffer.from(LAST_CHUNK)]));
  await server.waitForText(LAST_CHUNK);
  expect(server.text()).toBe(`${requestHead}b\r\n{"jsonrpc":\r\n6\r\n"2.0"}\r\n${LAST_CHUNK}`);
});

test('a response that ends with its connection arrives with that end', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, get({ label: 'x' }));
  const response = head('Content-Type: text/event-stream') + sseEvent('one');
  await server.send(response);
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.text()).toBe(response);
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'client');
  for (const side of ['server', 'client'] as const)
    expect(rig.exchange('x')[side].end).toMatchObject({ ending: 'complete', framing: 'close', sizeBytes: 11 });
});

test('an interim response and the body that waits for it cross in their order', async () => {
  const rig = await openRig();
  const whole = withoutLabel(post({ label: 'x', headers: ['Expect: 100-continue'] }));
  const headSize = whole.indexOf('\r\n\r\n') + 4;
  const labelled = post({ label: 'x', headers: ['Expect: 100-continue'] });
  const { client, server } = await startExchange(rig, labelled.subarray(0, labelled.indexOf('\r\n\r\n') + 4));
  const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
  await server.send(interim);
  await client.waitForBytes(interim.length);
  await client.send(whole.subarray(headSize));
  await server.waitForBytes(whole.length);
  const answer = jsonResponse(result(1));
  await server.send(answer);
  await client.waitForBytes(interim.length + answer.length);
  expect(client.text()).toBe(interim + answer);
  expect(server.received()).toEqual(whole);
  expect(rig.exchange('x').server.head).toMatchObject({ status: 200 });
});

test('responses without a body leave the connection usable', async () => {
  const rig = await openRig();
  const headRequest = 'HEAD /mcp HTTP/1.1\r\nHost: link.test\r\n\r\n';
  const { client, server } = await startExchange(rig, Buffer.from(headRequest));
  const answers = [head('Content-Length: 500'), 'HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n'];
  await server.send(answers[0] ?? '');
  await client.waitForBytes(answers[0]?.length ?? 0);
  await client.send(post({ label: 'after' }));
  await server.waitForText('tools/call');
  await server.send(answers[1] ?? '');
  await client.waitForBytes(answers.join('').length);
  expect(client.text()).toBe(answers.join(''));
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.exchange === 'after');
  expect(rig.exchange('after').server.head).toMatchObject({ status: 202, by: 'sut' });
});

test('an answer that comes before the whole request still arrives', async () => {
  const rig = await openRig();
  const request = post({ body: 'x'.repeat(5000) });
  const { client, server } = await startExchange(rig, request.subarray(0, request.length - 1000));
  const answer = 'HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
  await server.send(answer);
  await client.waitForBytes(answer.length);
  expect(client.text()).toBe(answer);
});

test('several megabytes cross both ways without a change', async () => {
  const rig = await openRig();
  const block = Buffer.from('aé€😀'.repeat(20_000));
  const body = Buffer.concat(Array.from({ length: 15 }, () => block));
  const request = post({ body });
  const { client, server } = await startExchange(rig, request);
  expect(server.received().equals(request)).toBe(true);
  const response = Buffer.concat([
    Buffer.from(CHUNKED_SSE),
    ...Array.from({ length: 15 }, () => chunk(block)),
    Buffer.from(LAST_CHUNK),
  ]);
  void server.send(response);
  const received = await client.waitForBytes(response.length);
  expect(received.equals(response)).toBe(true);
  expect(readResponse(received)).toMatchObject({ complete: true, framing: 'chunked' });
});

test('bytes that are no HTTP cross too and are recorded as a problem', async () => {
  const rig = await openRig();
  const { client, server } = await startExchange(rig, get({ label: 'x' }));
  const garbage = 'SSH-2.0-nothing here\r\n\r\n{}';
  await server.send(garbage);
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.text()).toBe(garbage);
  await rig.recorded(
    'problem',
    (event) => event.kind === 'problem' && event.side === 'server' && event.layer === 'http',
  );
});

test('Host is replaced when asked for, and nothing else', async () => {
  const rig = await openRig({ link: { rewriteHost: 'target.test:8443' } });
  const request = post({ label: 'x', headers: ['X-Forwarded-Host: link.test'] });
  const expected = withoutLabel(request).toString().replace('Host: link.test', 'Host: target.test:8443');
  const { server } = await startExchange(rig, request, expected.length);
  await rig.roundTrip();
  expect(server.text().replace(/^host:/im, 'Host:')).toBe(expected);
  expect(
    rig.exchange('x').request?.headers.some(([name, value]) => /^host$/i.test(name) && value === 'target.test:8443'),
  ).toBe(true);
});
