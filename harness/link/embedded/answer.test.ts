import { describe, expect, test } from 'vitest';
import { answer, headers, redirect } from '../../faults/index.js';
import { get, jsonResponse, post, readResponse, result, withoutLabel } from './testing/raw-http.js';
import type { RawResponse } from './testing/raw-http.js';
import type { RawConnection } from './testing/raw-connection.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Rig } from './testing/rig.js';

const ON = { exchange: 'x' };

async function receiveAnswer(client: RawConnection): Promise<RawResponse> {
  await client.waitForText('\r\n\r\n');
  await client.waitUntil('a whole answer', () => readResponse(client.received()).complete);
  return readResponse(client.received());
}

function bytesAtServer(rig: Rig): string {
  return rig.server.connections.map((connection) => connection.text()).join('');
}

describe('answer in place of the server', () => {
  test.each([408, 413, 429, 500, 502, 503, 504])('%i: the client gets it, the server nothing', async (status) => {
    const rig = await openRig();
    const armed = await rig.link.arm(answer({ on: ON, status, body: 'html' }));
    const client = rig.dial();
    void client.send(post({ label: 'x' }));
    const response = await receiveAnswer(client);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.payload.toString()).toMatch(/<html/i);
    expect(response.headers.has('retry-after')).toBe(false);
    expect(bytesAtServer(rig)).toBe('');
    await rig.expectStruck(armed, 1);
    expect(rig.exchange('x').client.head).toMatchObject({ status, by: 'link' });
    expect(rig.exchange('x').server.head).toBeUndefined();
  });

  test.each([
    ['empty', (payload: string) => expect(payload).toBe('')],
    ['json', (payload: string) => expect(JSON.parse(payload)).toBeTypeOf('object')],
  ] as const)('with a body that is %s', async (body, check) => {
    const rig = await openRig();
    await rig.link.arm(answer({ on: ON, status: 503, body, retryAfterS: 7 }));
    const client = rig.dial();
    void client.send(post({ label: 'x' }));
    const response = await receiveAnswer(client);
    check(response.payload.toString());
    expect(response.headers.get('retry-after')).toBe('7');
    expect(response.headers.get('content-type')?.includes('json') ?? false).toBe(body === 'json');
  });

  test('the same connection or a new one can be used afterwards', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(answer({ on: { rpc: 'tools/call', nth: 1 }, status: 502, body: 'empty' }));
    const client = rig.dial();
    void client.send(post({}));
    expect((await receiveAnswer(client)).status).toBe(502);
    const again = client.ending() === undefined ? client : rig.dial();
    const before = again.received().length;
    void again.send(post({}));
    const server = await rig.server.connection(1);
    expect(await server.waitForBytes(post({}).length)).toEqual(post({}));
    await server.send(jsonResponse(result(1)));
    await again.waitForBytes(before + jsonResponse(result(1)).length);
    expect(again.text().slice(before)).toBe(jsonResponse(result(1)));
    await rig.expectStruck(armed, 1);
  });

  test('a body that is larger than the answer needs to be does not stop the answer', async () => {
    const rig = await openRig();
    await rig.link.arm(answer({ on: ON, status: 413, body: 'html' }));
    const client = rig.dial();
    void client.send(post({ label: 'x', body: 'x'.repeat(3_000_000) }));
    expect((await receiveAnswer(client)).status).toBe(413);
  });

  test('with forward the request reaches the server all the same, and its answer is dropped', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(answer({ on: ON, status: 504, body: 'html', forward: true }));
    const request = post({ label: 'x' });
    const { client, server } = await startExchange(rig, request);
    expect(server.received()).toEqual(withoutLabel(request));
    expect((await receiveAnswer(client)).status).toBe(504);
    const size = client.received().length;
    await server.send(jsonResponse(result(1)));
    await rig.recorded('message', (event) => event.kind === 'message' && event.direction === 'to-client');
    await rig.roundTrip();
    expect(client.received()).toHaveLength(size);
    await rig.expectStruck(armed, 1);
    expect(rig.exchange('x').client.head).toMatchObject({ status: 504, by: 'link' });
    expect(rig.exchange('x').server.head).toMatchObject({ status: 200, by: 'sut' });
    await rig.expectComplete('x');
  });
});

describe('redirect', () => {
  test.each([301, 302, 307, 308] as const)('%i with its location; the server gets nothing', async (status) => {
    const rig = await openRig();
    const armed = await rig.link.arm(redirect({ on: ON, status, location: '/elsewhere?a=b' }));
    const client = rig.dial();
    void client.send(post({ label: 'x' }));
    const response = await receiveAnswer(client);
    expect(response.status).toBe(status);
    expect(response.headers.get('location')).toBe('/elsewhere?a=b');
    expect(bytesAtServer(rig)).toBe('');
    await rig.expectStruck(armed, 1);
    expect(rig.exchange('x').client.head).toMatchObject({ status, by: 'link' });
  });
});

describe('headers', () => {
  test('of a request: taken out, set and renamed in whatever case, the rest untouched', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(
      headers({
        on: ON,
        direction: 'request',
        strip: ['mcp-session-id'],
        set: { 'X-Added': 'new', 'X-Replaced': 'after' },
        rename: { 'Last-Event-Id': 'X-Old-Last-Event-Id' },
      }),
    );
    const lines = ['Mcp-Session-Id: secret', 'x-replaced: before', 'LAST-EVENT-ID: 7', 'X-Kept:  as it is'];
    const client = rig.dial();
    void client.send(post({ label: 'x', headers: lines }));
    const server = await rig.server.connection(1);
    const text = await server.waitForText('"tools/call","params":{}}');
    expect(text).not.toMatch(/mcp-session-id|secret|before|^last-event-id/im);
    expect(text).toMatch(/^x-added: new\r$/im);
    expect(text).toMatch(/^x-replaced: after\r$/im);
    expect(text).toMatch(/^x-old-last-event-id: 7\r$/im);
    expect(text).toMatch(/^X-Kept: +as it is\r$/m);
    expect(text.split('\r\n\r\n')[1]).toBe(post({}).toString().split('\r\n\r\n')[1]);
    await server.send(jsonResponse(result(1)));
    await client.waitForBytes(jsonResponse(result(1)).length);
    expect(client.text()).toBe(jsonResponse(result(1)));
    await rig.expectStruck(armed, 1);
    const recorded = rig.exchange('x').request?.headers.map(([name]) => name.toLowerCase());
    expect(recorded).toContain('x-added');
    expect(recorded).not.toContain('mcp-session-id');
  });

  test('of a response', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(
      headers({
        on: ON,
        direction: 'response',
        strip: ['MCP-SESSION-ID'],
        set: { 'Content-Type': 'text/plain' },
        rename: { 'X-Name': 'X-New-Name' },
      }),
    );
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    await server.send(jsonResponse(result(1), 'Mcp-Session-Id: secret', 'x-name: v', 'X-Kept: k'));
    const response = await receiveAnswer(client);
    expect([...response.headers].sort()).toEqual([
      ['content-length', String(result(1).length)],
      ['content-type', 'text/plain'],
      ['x-kept', 'k'],
      ['x-new-name', 'v'],
    ]);
    expect(response.payload.toString()).toBe(result(1));
    await rig.expectStruck(armed, 1);
    expect(rig.exchange('x').server.head?.headers).toContainEqual(['Mcp-Session-Id', 'secret']);
    expect(rig.exchange('x').client.head?.headers).not.toContainEqual(['Mcp-Session-Id', 'secret']);
    await rig.expectComplete('x');
  });
});
