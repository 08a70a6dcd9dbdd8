import { describe, expect, it } from 'vitest';
import type { ServerResponse } from 'node:http';
import type { Recorder } from '../history/recorder.js';
import type { Session } from './probe.js';
import { cleanUpAfterEach } from './testing/cleanup.js';
import { beginStream, eventOf, probeFor, replyJson, shakeHands, startScripted } from './testing/scripted-server.js';
import type { Arrived, ScriptedServer } from './testing/scripted-server.js';

const later = cleanUpAfterEach();

async function sessionWith(
  answer: (request: Arrived, response: ServerResponse) => void,
): Promise<{ session: Session; recorder: Recorder; server: ScriptedServer }> {
  const server = await startScripted((request, response) => {
    if (!shakeHands(request, response)) answer(request, response);
  });
  const { probe, recorder } = probeFor(server.port);
  later(() => probe.close(), server.close);
  return { session: await probe.connect(), recorder, server };
}

function result(id: unknown, value: unknown = {}): Record<string, unknown> {
  return { jsonrpc: '2.0', id, result: value };
}

describe('the answer of a call', () => {
  it('is found in a JSON body', async () => {
    const { session } = await sessionWith((request, response) => replyJson(request, response, { ok: 1 }));
    const call = session.callTool('echo', { text: 'x' });
    expect(await call.answer()).toMatchObject({ kind: 'result', id: 2, value: { result: { ok: 1 } } });
    expect(call.messages).toHaveLength(1);
    expect(await call.ended()).toBe('complete');
  });

  it('is found on its stream, which is read on', async () => {
    const { session } = await sessionWith((request, response) => {
      beginStream(response).write(eventOf({ jsonrpc: '2.0', method: 'notifications/progress' }, 'e-1'));
      response.write(eventOf(result(request.rpc?.id), 'e-2'));
      setImmediate(() => response.end(': last\n\nid: e-3\ndata:\n\n'));
    });
    const call = session.request('tools/list');
    expect(await call.answer()).toMatchObject({ kind: 'result' });
    expect(await call.ended()).toBe('complete');
    expect(call.events.map(({ id }) => id)).toEqual(['e-1', 'e-2', 'e-3']);
    expect(call.messages.map(({ kind }) => kind)).toEqual(['notification', 'result']);
    expect(call.lastEventId).toBe('e-3');
  });

  it('is found in an array', async () => {
    const { session, recorder } = await sessionWith((request, response) => {
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify([result('other'), result(request.rpc?.id, { mine: true })]));
    });
    expect(await session.request('ping').answer()).toMatchObject({ value: { result: { mine: true } } });
    expect(recorder.events.filter((event) => event.kind === 'message' && event.batched)).toHaveLength(2);
  });

  it('has the id in value and type', async () => {
    const { session } = await sessionWith((_request, response) => {
      beginStream(response).write(eventOf(result('7', 'text')));
      response.end(eventOf(result(7, 'number')));
    });
    expect(await session.request('ping', {}, { id: 7 }).answer()).toMatchObject({ value: { result: 'number' } });
    expect(await session.request('ping', {}, { id: '7' }).answer()).toMatchObject({ value: { result: 'text' } });
  });

  it('is the first of two', async () => {
    const { session } = await sessionWith((request, response) => {
      beginStream(response).write(eventOf(result(request.rpc?.id, { nth: 1 })));
      response.end(eventOf(result(request.rpc?.id, { nth: 2 })));
    });
    const call = session.request('ping');
    await call.ended();
    expect(call.messages).toHaveLength(2);
    expect(await call.answer()).toMatchObject({ value: { result: { nth: 1 } } });
  });

  it('is undefined when its exchange ends without it', async () => {
    const { session, recorder } = await sessionWith((_request, response) => {
      beginStream(response).write(eventOf({ jsonrpc: '2.0', method: 'notifications/progress' }), () =>
        response.socket?.end(),
      );
    });
    const call = session.request('ping', undefined, { label: 'cut' });
    expect(await call.answer()).toBeUndefined();
    expect(await call.ended()).toBe('truncated');
    expect(recorder.events.some((event) => event.kind === 'probe' && event.what === 'deadline')).toBe(false);
  });
});

describe('a call whose stream was resumed', () => {
  it('is settled by the response on the new stream', async () => {
    const { session, server } = await sessionWith((request, response) => {
      beginStream(response);
      if (request.method === 'GET') response.end(eventOf(result(2, { late: true }), 'e-2'));
      else response.write('id: e-1\ndata:\n\n', () => response.socket?.end());
    });
    const call = session.callTool('slow', {}, { label: 'call-1' });
    expect(await call.ended()).toBe('truncated');
    expect(call.lastEventId).toBe('e-1');
    const resumed = session.resume('e-1');
    expect(await call.answer()).toMatchObject({ value: { result: { late: true } } });
    expect(await resumed.ended()).toBe('complete');
    expect(server.arrived.at(-1)).toMatchObject({
      method: 'GET',
      headers: { 'last-event-id': 'e-1', 'mcp-session-id': 'session-1' },
    });
  });

  it('goes unanswered when the new stream ends without it', async () => {
    const { session } = await sessionWith((request, response) => {
      if (request.method === 'GET') beginStream(response).end(eventOf(result(99)));
      else response.socket?.end();
    });
    const call = session.callTool('slow', {});
    await call.ended();
    session.resume('e-1');
    expect(await call.answer()).toBeUndefined();
  });

  it('is not settled by a stream that was opened to listen', async () => {
    const { session } = await sessionWith((request, response) => {
      if (request.method === 'GET') beginStream(response).write(eventOf(result(2)));
      else response.socket?.end();
    });
    const call = session.callTool('slow', {});
    await call.ended();
    const stream = session.listen();
    await stream.event(1);
    expect(await call.answer()).toBeUndefined();
  });
});

describe('what a request carries', () => {
  it('has the progress token asked for beside other metadata', async () => {
    const { session, server } = await sessionWith((request, response) => replyJson(request, response, {}));
    await session.request('tools/call', { name: 'x', _meta: { a: 1 } }, { progressToken: 'tok' }).answer();
    await session.callTool('x', {}, { progressToken: true }).answer();
    const [first, second] = server.arrived.filter(({ rpc }) => rpc?.method === 'tools/call');
    expect(first?.rpc?.params).toEqual({ name: 'x', _meta: { a: 1, progressToken: 'tok' } });
    expect(second?.rpc?.params).toEqual({ name: 'x', arguments: {}, _meta: { progressToken: 'progress-3' } });
  });

  it('is named after its method unless it has a label', async () => {
    const { session, server } = await sessionWith((request, response) => replyJson(request, response, {}));
    await session.request('ping').answer();
    await session.request('ping').answer();
    await session.request('ping', undefined, { label: 'mine' }).answer();
    expect(server.arrived.slice(2).map(({ headers }) => headers['faultline-exchange'])).toEqual([
      'session/ping',
      'session/ping#2',
      'mine',
    ]);
  });
});
