import { describe, expect, test } from 'vitest';
import type { RawResponse } from '../../../link/embedded/testing/raw-http.js';
import {
  bare,
  initializeOf,
  openScripted,
  postOf,
  request,
  toolCall,
  wholeResponse,
} from '../testing/open-scripted.js';

function json({ payload }: RawResponse): unknown {
  return JSON.parse(payload.toString());
}

/** Messages of an event stream that is complete. */
function messages({ payload }: RawResponse): unknown[] {
  return payload
    .toString()
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null') as unknown);
}

function toolResult(response: RawResponse): unknown {
  const { result } = json(response) as { result: { content: [{ text: string }] } };
  return JSON.parse(result.content[0].text);
}

describe('the handshake', () => {
  test.each([
    ['2025-03-26', '2025-03-26'],
    ['2025-06-18', '2025-06-18'],
    ['2025-11-25', '2025-11-25'],
    ['1999-01-01', '2025-11-25'],
  ])('asked for %s it answers %s, with a session', async (asked, answered) => {
    const rig = await openScripted({ instructions: 'be quick' });
    const response = await rig.rpc(initializeOf(asked));
    expect(json(response)).toMatchObject({ id: 0, result: { protocolVersion: answered, instructions: 'be quick' } });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('mcp-session-id')).toBe(rig.server.session);
  });

  test('a script sets the version, and does without sessions', async () => {
    const rig = await openScripted({ protocolVersion: '1.0', sessions: false });
    const response = await rig.rpc(initializeOf());
    expect(json(response)).toMatchObject({ result: { protocolVersion: '1.0' } });
    expect(response.headers.has('mcp-session-id')).toBe(false);
    expect((await rig.rpc(request(1, 'ping'))).status).toBe(200);
    expect((await rig.exchange(bare('DELETE'))).status).toBe(405);
  });

  test('notifications and answers get 202, without a body', async () => {
    const rig = await openScripted();
    await rig.initialize();
    for (const message of [
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 9, result: {} },
      { jsonrpc: '2.0', id: 9, error: { code: 1, message: '' } },
    ]) {
      const response = await rig.rpc(message);
      expect([response.status, response.payload.length]).toEqual([202, 0]);
    }
  });
});

describe('sessions', () => {
  test('a missing id gets 400, an unknown one 404, each with a JSON-RPC error', async () => {
    const rig = await openScripted({ offersGetStream: true });
    for (const text of [postOf(JSON.stringify(request(1, 'ping'))), bare('GET'), bare('DELETE')]) {
      expect((await rig.exchange(text)).status).toBe(400);
    }
    const unknown = ['Mcp-Session-Id: no'];
    for (const text of [
      postOf(JSON.stringify(request(1, 'ping')), unknown),
      bare('GET', unknown),
      bare('DELETE', unknown),
    ]) {
      const response = await rig.exchange(text);
      expect(response.status).toBe(404);
      expect(json(response)).toMatchObject({ error: { message: 'Session not found' } });
    }
  });

  test('DELETE ends the session and its GET streams in order', async () => {
    const rig = await openScripted({ offersGetStream: true });
    const session = [`Mcp-Session-Id: ${await rig.initialize()}`];
    const stream = rig.dial();
    void stream.send(bare('GET', session));
    await stream.waitForText('event-stream');
    expect((await rig.exchange(bare('DELETE', session))).status).toBe(200);
    expect((await wholeResponse(stream)).complete).toBe(true);
    expect((await rig.rpc(request(1, 'ping'))).status).toBe(404);
  });

  test('GET is refused unless it is offered', async () => {
    const rig = await openScripted();
    await rig.initialize();
    const refused = await rig.exchange(bare('GET'));
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
    rig.server.configure({ offersGetStream: true });
    expect((await rig.exchange(bare('GET'))).status).toBe(400);
  });
});

describe('requests', () => {
  test.each([
    ['ping', {}, {}],
    ['resources/list', {}, { resources: [{ uri: 'faultline://counter' }] }],
    ['resources/read', { uri: 'faultline://counter' }, { contents: [{ text: '0' }] }],
    ['resources/subscribe', { uri: 'faultline://counter' }, {}],
    ['resources/unsubscribe', { uri: 'faultline://counter' }, {}],
    ['prompts/list', {}, { prompts: [] }],
    ['logging/setLevel', { level: 'info' }, {}],
    ['completion/complete', {}, { completion: { values: [] } }],
  ])('%s', async (method, params, result) => {
    const rig = await openScripted();
    await rig.initialize();
    expect(json(await rig.rpc(request('a', method, params)))).toMatchObject({ jsonrpc: '2.0', id: 'a', result });
  });

  test.each([
    [request(1, 'no/such'), 200, -32601],
    [request(1, 'toString'), 200, -32601],
    [toolCall(1, 'no_such'), 200, -32602],
    [toolCall(1, 'toString'), 200, -32602],
    [request(1, 'resources/read', { uri: 'x' }), 200, -32002],
    [{ jsonrpc: '2.0', id: 1 }, 400, -32600],
    [[request(1, 'ping')], 200, undefined],
    [[request(1, 'ping'), request(2, 'ping')], 400, -32600],
    [[], 400, -32700],
  ])('%j gets %i with the code %s', async (message, status, code) => {
    const rig = await openScripted();
    await rig.initialize('2025-11-25');
    const response = await rig.rpc(message);
    expect(response.status).toBe(status);
    expect((json(response) as { error?: { code: number } }).error?.code).toBe(code);
  });

  test('what is no JSON gets 400; another path 404', async () => {
    const rig = await openScripted();
    expect((await rig.exchange(postOf('{'))).status).toBe(400);
    expect((await rig.exchange(bare('GET', [], '/.well-known/oauth-protected-resource'))).status).toBe(404);
  });

  test('a batch of 2025-03-26 gets one body with an answer for each request', async () => {
    const rig = await openScripted();
    await rig.initialize('2025-03-26');
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' };
    const response = await rig.rpc([toolCall(1, 'faultline_add', { key: 'k' }), note, request(2, 'ping')]);
    expect(json(response)).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect(rig.server.executions('k')).toBe(1);
    expect((await rig.rpc([note, note])).status).toBe(202);
  });
});

describe('tools', () => {
  test('those that need no stream answer with JSON', async () => {
    const rig = await openScripted();
    await rig.initialize();
    const call = async (name: string, given: object): Promise<unknown> =>
      toolResult(await rig.rpc(toolCall(1, name, given)));
    expect(await call('faultline_echo', { text: 'é' })).toEqual({ text: 'é' });
    expect(await call('faultline_add', { key: 'k' })).toEqual({ value: 1 });
    expect(await call('faultline_add', { key: 'k', delayMs: 1 })).toEqual({ value: 2 });
    expect(await call('faultline_read', { key: 'k' })).toEqual({ value: 2 });
    expect(await call('faultline_sleep', { ms: 1 })).toEqual({ slept: 1 });
    expect(await call('faultline_stats', {})).toEqual({ sessions: 1, streams: 0, pending: 0 });
    for (const alphabet of ['ascii', 'multibyte']) {
      const blob = (await call('faultline_blob', { bytes: 1234, alphabet })) as { text: string };
      expect(Buffer.byteLength(blob.text)).toBe(1234);
    }
    const listed = json(await rig.rpc(request(1, 'tools/list'))) as { result: { tools: { name: string }[] } };
    expect(listed.result.tools.map(({ name }) => name)).toContain('faultline_emit');
  });

  test('arguments out of their bounds are flagged', async () => {
    const rig = await openScripted();
    await rig.initialize();
    for (const [name, given] of [
      ['faultline_echo', {}],
      ['faultline_blob', { bytes: -1 }],
      ['faultline_emit', { count: 1e9 }],
      ['faultline_sleep', { ms: 'x' }],
    ] as const) {
      const response = await rig.rpc(toolCall(1, name, given));
      expect(json(response)).toMatchObject({ result: { isError: true } });
    }
  });

  test('emit sends numbered progress in order on the stream of the call', async () => {
    const rig = await openScripted({ eventIds: true });
    await rig.initialize();
    const response = await rig.rpc(toolCall(7, 'faultline_emit', { count: 3, key: 'k' }, { progressToken: 'p' }));
    const [first, ...rest] = messages(response);
    expect(first).toMatchObject({ params: { progressToken: 'p', progress: 1, total: 3, message: 'k:1' } });
    expect(rest.at(-1)).toMatchObject({ id: 7, result: {} });
    expect(rest).toHaveLength(3);
    const ids = response.payload.toString().match(/^id: .*$/gm);
    expect(new Set(ids).size).toBe(4);
  });

  test('ask waits for the answer of the client, which comes on another connection', async () => {
    const rig = await openScripted();
    const session = await rig.initialize();
    const client = rig.dial();
    void client.send(
      postOf(JSON.stringify(toolCall(1, 'faultline_ask', { message: 'm' })), [`Mcp-Session-Id: ${session}`]),
    );
    const asked = await client.waitForText('elicitation/create');
    const { id } = JSON.parse(/^data: (.*)$/m.exec(asked)?.[1] ?? '') as { id: string };
    await rig.rpc({ jsonrpc: '2.0', id, result: { action: 'accept', content: { answer: 'yes' } } });
    const answer = messages(await wholeResponse(client)).at(-1);
    expect(answer).toMatchObject({ id: 1, result: { content: [{ text: '{"action":"accept","answer":"yes"}' }] } });
  });

  test('a call that is cancelled ends without an answer', async () => {
    const rig = await openScripted();
    const session = await rig.initialize();
    const client = rig.dial();
    void client.send(
      postOf(JSON.stringify(toolCall(5, 'faultline_sleep', { ms: 60_000 })), [`Mcp-Session-Id: ${session}`]),
    );
    await rig.server.arrival('call', { tool: 'faultline_sleep' });
    await rig.rpc({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 5 } });
    const response = await wholeResponse(client);
    expect([response.status, response.payload.length]).toEqual([200, 0]);
  });

  test('answers are event streams where that is set', async () => {
    const rig = await openScripted({ answers: 'sse' });
    await rig.initialize();
    const response = await rig.rpc(request(3, 'ping'));
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(messages(response)).toEqual([{ jsonrpc: '2.0', id: 3, result: {} }]);
  });
});
