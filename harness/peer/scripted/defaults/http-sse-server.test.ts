import { expect, test } from 'vitest';
import type { RawConnection } from '../../../link/embedded/testing/raw-connection.js';
import { bare, initializeOf, openScripted, request, toolCall, type ScriptedRig } from '../testing/open-scripted.js';
import type { ScriptedServerOptions } from '../start-scripted-server.js';

/** An event stream of a client that reads it raw, and what posts to the endpoint that it named. */
interface Opened {
  readonly stream: RawConnection;
  readonly endpoint: string;
  readonly post: (message: object, endpoint?: string) => Promise<number>;
}

async function open(rig: ScriptedRig): Promise<Opened> {
  const stream = rig.dial();
  void stream.send(bare('GET', [], '/mcp/sse'));
  const head = await stream.waitForText('\n\n');
  const endpoint = /^event: endpoint\ndata: (.*)$/m.exec(head)?.[1] ?? '';
  const post = async (message: object, to = endpoint): Promise<number> => {
    const body = JSON.stringify(message);
    const lines = [`POST ${to} HTTP/1.1`, 'Host: a', `Content-Length: ${Buffer.byteLength(body)}`, '', body];
    return (await rig.exchange(lines.join('\r\n'))).status;
  };
  return { stream, endpoint, post };
}

function opened(options: ScriptedServerOptions = {}): Promise<ScriptedRig> {
  return openScripted({ transport: 'http-sse', ...options });
}

test('answers come as message events on the stream, and the POST gets 202', async () => {
  const rig = await opened();
  const { stream, endpoint, post } = await open(rig);
  expect(endpoint).toBe(`/mcp/messages?sessionId=${rig.server.session ?? ''}`);
  expect(await post(initializeOf('2024-11-05'))).toBe(202);
  await stream.waitForText('"protocolVersion":"2024-11-05"');
  expect(await post({ jsonrpc: '2.0', method: 'notifications/initialized' })).toBe(202);
  expect(await post(toolCall(1, 'faultline_echo', { text: 'é' }))).toBe(202);
  expect(await stream.waitForText('"id":1')).toMatch(/event: message\ndata: \{"jsonrpc":"2.0","id":1,"result"/);
});

test('a request before the handshake of its own stream is refused, ping is not', async () => {
  const rig = await opened();
  const first = await open(rig);
  await first.post(initializeOf('2024-11-05'));
  const second = await open(rig);
  expect(await second.post(toolCall(7, 'faultline_echo', { text: 'x' }))).toBe(202);
  expect(await second.stream.waitForText('"id":7')).toContain(
    '"error":{"code":-32600,"message":"Received request before initialization was complete"}',
  );
  await second.post(request(8, 'ping'));
  expect(await second.stream.waitForText('"id":8')).toContain('"id":8,"result":{}');
});

test('a session ends with its stream: its endpoint is unknown then', async () => {
  const rig = await opened();
  const { stream, endpoint, post } = await open(rig);
  stream.finish();
  await rig.server.arrived[0]?.closed;
  expect(await post(request(1, 'ping'))).toBe(404);
  expect(await post(request(1, 'ping'), endpoint.replace(/=.*/, '=no'))).toBe(404);
});

test('what is no message gets 400, a wrong method 405, another path 404', async () => {
  const rig = await opened();
  const { post } = await open(rig);
  expect(await post([request(1, 'ping'), request(2, 'ping')])).toBe(400);
  expect((await rig.exchange(bare('POST', ['Content-Length: 0'], '/mcp/sse'))).status).toBe(405);
  expect((await rig.exchange(bare('GET', [], '/mcp/messages'))).status).toBe(405);
  expect((await rig.exchange(bare('GET'))).status).toBe(404);
});

test.each([
  ['relative', /^messages\?/],
  ['absolute', /^http:\/\/a\/mcp\/messages\?/],
] as const)('the endpoint can be announced in the form %s', async (endpoint, expected) => {
  const rig = await opened({ endpoint });
  expect((await open(rig)).endpoint).toMatch(expected);
});

test('a call that is cancelled gets no answer', async () => {
  const rig = await opened();
  const { stream, post } = await open(rig);
  await post(initializeOf('2024-11-05'));
  await post(toolCall(5, 'faultline_sleep', { ms: 60_000 }));
  await post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 5 } });
  await post(request(6, 'ping'));
  expect(await stream.waitForText('"id":6')).not.toContain('"id":5');
});
