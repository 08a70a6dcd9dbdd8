import { describe, expect, it, vi } from 'vitest';
import { cleanUpAfterEach } from './testing/cleanup.js';
import {
  beginStream,
  eventOf,
  probeFor,
  replyJson,
  shakeHands,
  startScripted,
  startTcp,
} from './testing/scripted-server.js';
import type { OpenProbe, ProbeOptions } from './create-probe.js';
import type { Arrived, ScriptedServer } from './testing/scripted-server.js';
import type { Recorder } from '../history/recorder.js';
import type { ServerResponse } from 'node:http';

const later = cleanUpAfterEach();

async function setUp(
  answer: (request: Arrived, response: ServerResponse) => void,
  options: Partial<ProbeOptions> = {},
): Promise<{ server: ScriptedServer; probe: OpenProbe; recorder: Recorder }> {
  const server = await startScripted(answer);
  const { probe, recorder } = probeFor(server.port, options);
  later(() => probe.close(), server.close);
  return { server, probe, recorder };
}

describe('connect', () => {
  it('shakes hands as a correct client', async () => {
    const { server, probe } = await setUp((request, response) => {
      if (!shakeHands(request, response)) replyJson(request, response, {});
    });
    const session = await probe.connect();
    await session.request('ping').answer();
    const [initialize, initialized, ping] = server.arrived;
    expect(session).toMatchObject({
      sessionId: 'session-1',
      negotiated: '2025-11-25',
      revision: '2025-11-25',
      name: 'session',
    });
    expect(initialize?.headers).toMatchObject({
      host: 'target.example',
      'x-user': 'yes',
      'faultline-exchange': 'session/initialize',
    });
    expect(initialize?.headers).not.toHaveProperty('mcp-protocol-version');
    expect(initialize?.path).toBe('/mcp?a=1');
    expect(initialize?.rpc).toMatchObject({
      id: 1,
      params: { protocolVersion: '2025-11-25', capabilities: { elicitation: {} } },
    });
    expect(initialized?.rpc).toEqual({ jsonrpc: '2.0', method: 'notifications/initialized' });
    for (const request of [initialized, ping]) {
      expect(request?.headers).toMatchObject({ 'mcp-session-id': 'session-1', 'mcp-protocol-version': '2025-11-25' });
    }
    expect(ping?.rpc).toEqual({ jsonrpc: '2.0', id: 2, method: 'ping' });
  });

  it('leaves out initialized when told', async () => {
    const { server, probe } = await setUp((request, response) => void shakeHands(request, response));
    await probe.connect({ initialized: false });
    expect(server.arrived).toHaveLength(1);
  });

  it.each<[string, (request: Arrived, response: ServerResponse) => void]>([
    ['initialize was answered with HTTP status 503', (_request, response) => response.writeHead(503).end()],
    ['initialize was not answered (truncated)', (_request, response) => response.socket?.end()],
    [
      'the server chose 2024-11-05 when 2025-11-25 was offered',
      (request, response) => replyJson(request, response, { protocolVersion: '2024-11-05' }),
    ],
    ['initialize has a result without a protocolVersion', (request, response) => replyJson(request, response, {})],
    [
      'initialize was answered with HTTP status 200, but without a JSON-RPC response (complete)',
      (_request, response) => response.end('hello'),
    ],
    [
      'initialize was answered with the error -32602 (no)',
      (request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ jsonrpc: '2.0', id: request.rpc?.id, error: { code: -32602, message: 'no' } }));
      },
    ],
  ])('says: %s', async (message, answer) => {
    const { probe } = await setUp(answer);
    await expect(probe.connect()).rejects.toMatchObject({ name: 'PreconditionError', message });
  });

  it('ends a session that it cannot use', async () => {
    const { server, probe } = await setUp((request, response) => {
      if (request.method === 'DELETE') response.writeHead(200).end();
      else replyJson(request, response, { protocolVersion: '1999-01-01' }, { 'mcp-session-id': 'odd' });
    });
    await expect(probe.connect()).rejects.toThrow('1999-01-01');
    expect(server.arrived.at(-1)).toMatchObject({ method: 'DELETE', headers: { 'mcp-session-id': 'odd' } });
  });

  it('keeps the ids of two sessions equal', async () => {
    const { server, probe } = await setUp((request, response) => {
      if (!shakeHands(request, response)) replyJson(request, response, {});
    });
    const sessions = await Promise.all([
      probe.connect({ name: 'first' }),
      probe.connect({ name: 'second', firstId: 1 }),
    ]);
    expect(sessions.map((session) => session.request('ping').id)).toEqual([2, 2]);
    expect(server.arrived.filter(({ rpc }) => rpc?.method === 'initialize').map(({ rpc }) => rpc?.id)).toEqual([1, 1]);
  });
});

describe('send', () => {
  it('sends what a legal client would not', async () => {
    const { server, probe } = await setUp((_request, response) => void response.writeHead(400).end('no'));
    const exchange = probe.send({
      method: 'PUT',
      target: '/else',
      body: '{"broken',
      bare: true,
      headers: { Accept: 'x/y' },
      label: 'odd',
    });
    expect(await exchange.ended()).toBe('complete');
    expect(await exchange.head()).toMatchObject({ status: 400 });
    expect(exchange.bodyText).toBe('no');
    expect(server.arrived[0]).toMatchObject({
      method: 'PUT',
      path: '/else',
      body: '{"broken',
      headers: { accept: 'x/y' },
    });
    expect(server.arrived[0]?.headers).not.toHaveProperty('content-type');
  });

  it('takes headers from a session', async () => {
    const { server, probe } = await setUp((request, response) => {
      if (!shakeHands(request, response)) response.writeHead(202).end();
    });
    const session = await probe.connect();
    await probe.post('[]', { session, headers: { 'Mcp-Session-Id': 'other' } }).ended();
    expect(server.arrived.at(-1)?.headers).toMatchObject({
      'mcp-session-id': 'other',
      'mcp-protocol-version': '2025-11-25',
    });
  });

  it('refuses what cannot be sent, and holds nothing open for it', async () => {
    const { probe } = await setUp(() => undefined);
    expect(() => probe.post('{}', { headers: { 'X-Bad': 'a\nb' } })).toThrow(TypeError);
    await probe.close();
  });
});

describe('close', () => {
  it('ends what is open, leaves no timer, and tells the history nothing', async () => {
    const gone: Promise<void>[] = [];
    const { server, probe, recorder } = await setUp((request, response) => {
      gone.push(new Promise((resolve) => response.on('close', () => resolve())));
      if (request.method === 'GET') beginStream(response).flushHeaders();
    });
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const timersBefore = timers();
    const silent = probe.post('{}', { label: 'silent' });
    const stream = probe.send({ method: 'GET' });
    const waiting = [silent.head(), stream.event(1), stream.message('some message', () => true)];
    await Promise.all([stream.head(), server.waitFor(({ method }) => method === 'POST')]);
    expect(timers()).toBeGreaterThan(timersBefore);
    const recorded = recorder.events.length;
    await probe.close();
    expect(await Promise.all([...waiting, silent.ended(), stream.ended()])).toEqual([
      undefined,
      undefined,
      undefined,
      'aborted',
      'aborted',
    ]);
    // Others in this process have timers too, which come and go; those of the probe would outlast the wait.
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(timersBefore), 4000);
    expect(recorder.events).toHaveLength(recorded);
    await Promise.all(gone);
    expect(gone).toHaveLength(2);
  });

  it('lets a script that goes on find its exchanges aborted', async () => {
    const { probe } = await setUp(() => undefined);
    await probe.close();
    expect(await probe.post('{}').ended()).toBe('aborted');
  });

  it('does not wait for a far end that never answers', async () => {
    const server = await startTcp(() => undefined);
    const { probe } = probeFor(server.port);
    later(server.close);
    const exchange = probe.post('{}');
    const socket = await probe.socket('raw');
    await probe.close();
    expect(await exchange.ended()).toBe('aborted');
    expect(await socket.closed()).toBe('fin');
  });
});

describe('labels', () => {
  it('are unique and keep their prefix', async () => {
    const { server, probe } = await setUp((_request, response) => void response.writeHead(202).end(), {
      labelPrefix: 'second:',
    });
    await Promise.all([probe.post('{}', { label: 'x' }).ended(), probe.post('{}', { label: 'x' }).ended()]);
    expect(server.arrived.map(({ headers }) => headers['faultline-exchange']).sort()).toEqual([
      'second:x',
      'second:x#2',
    ]);
  });
});

it('answers on one connection do not wait for each other', async () => {
  const { server, probe } = await setUp((request, response) => {
    if (request.rpc?.id === 2) response.end('done');
    else beginStream(response).write(eventOf({ jsonrpc: '2.0', method: 'notifications/message' }));
  });
  const first = probe.post({ jsonrpc: '2.0', id: 1, method: 'slow' });
  await first.event(1);
  expect(await probe.post({ jsonrpc: '2.0', id: 2, method: 'quick' }).ended()).toBe('complete');
  expect(server.arrived).toHaveLength(2);
});
