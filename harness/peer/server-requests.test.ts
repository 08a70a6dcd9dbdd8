import { describe, expect, it } from 'vitest';
import { classifyMessage } from '../wire/jsonrpc.js';
import { replyTo } from './server-requests.js';
import { cleanUpAfterEach } from './testing/cleanup.js';
import { beginStream, eventOf, probeFor, replyJson, shakeHands, startScripted } from './testing/scripted-server.js';

const later = cleanUpAfterEach();
const PING = { jsonrpc: '2.0', id: 'server-1', method: 'ping' };

describe('the answer to a request of the server', () => {
  it.each([
    ['ping', {}, { result: {} }],
    ['elicitation/create', { message: 'm' }, { result: { action: 'accept', content: { answer: 'faultline' } } }],
    ['elicitation/create', { mode: 'url' }, { error: { code: -32602 } }],
    ['roots/list', {}, { error: { code: -32601 } }],
    ['sampling/createMessage', {}, { error: { code: -32601 } }],
  ])('%s %o is %o', (method, params, expected) => {
    const reply = replyTo(classifyMessage({ jsonrpc: '2.0', id: 3, method, params }));
    expect(reply).toMatchObject({ jsonrpc: '2.0', id: 3, ...expected });
  });

  it('is given to nothing but requests with an id', () => {
    expect(replyTo(classifyMessage({ jsonrpc: '2.0', method: 'ping' }))).toBeUndefined();
    expect(replyTo(classifyMessage({ jsonrpc: '2.0', id: null, method: 'ping' }))).toBeUndefined();
    expect(replyTo(classifyMessage({ jsonrpc: '2.0', id: 1, result: {} }))).toBeUndefined();
  });
});

describe('a session', () => {
  it('answers what comes on any of its streams, each once', async () => {
    const server = await startScripted((request, response) => {
      if (shakeHands(request, response)) return;
      if (request.method === 'GET') beginStream(response).write(eventOf(PING) + eventOf(PING));
      else if (request.rpc?.method === 'tools/list') beginStream(response).write(eventOf({ ...PING, id: 7 }));
      else response.writeHead(202).end();
    });
    const { probe } = probeFor(server.port);
    later(() => probe.close(), server.close);
    const session = await probe.connect({ name: 'first' });
    const stream = session.listen();
    await stream.event(2);
    const toGet = await server.waitFor(({ rpc }) => rpc?.id === 'server-1');
    session.request('tools/list');
    const toPost = await server.waitFor(({ rpc }) => rpc?.id === 7);
    expect(toGet).toMatchObject({ method: 'POST', rpc: { jsonrpc: '2.0', result: {} } });
    expect(toGet.headers).toMatchObject({ 'faultline-exchange': 'first/reply-1', 'mcp-session-id': 'session-1' });
    expect(toPost.headers).toMatchObject({
      'faultline-exchange': 'first/reply-2',
      'mcp-protocol-version': '2025-11-25',
    });
    expect(server.arrived.filter(({ rpc }) => rpc?.id === 'server-1')).toHaveLength(1);
  });

  it('leaves them alone when told', async () => {
    const server = await startScripted((request, response) => {
      if (shakeHands(request, response)) return;
      if (request.method === 'GET') beginStream(response).write(eventOf(PING));
      else replyJson(request, response, {});
    });
    const { probe } = probeFor(server.port);
    later(() => probe.close(), server.close);
    const session = await probe.connect({ serverRequests: 'ignore' });
    await session.listen().event(1);
    await session.request('ping').answer();
    expect(server.arrived.filter(({ rpc }) => rpc?.id === 'server-1')).toEqual([]);
  });

  it('answers a ping that comes before the result of initialize, with the session id', async () => {
    const server = await startScripted((request, response) => {
      if (request.rpc?.method !== 'initialize') {
        response.writeHead(202).end();
        return;
      }
      beginStream(response, { 'mcp-session-id': 'early' }).write(eventOf(PING));
      const result = { protocolVersion: '2025-11-25', capabilities: {} };
      void server
        .waitFor(({ rpc }) => rpc?.id === 'server-1')
        .then(() => response.end(eventOf({ jsonrpc: '2.0', id: request.rpc?.id, result })));
    });
    const { probe } = probeFor(server.port);
    later(() => probe.close(), server.close);
    expect((await probe.connect()).sessionId).toBe('early');
    expect(server.arrived[1]?.headers).toMatchObject({ 'mcp-session-id': 'early' });
  });
});
