import { describe, expect, it } from 'vitest';
import type { ServerResponse } from 'node:http';
import type { HistoryEvent } from '../history/events.js';
import { cleanUpAfterEach } from './testing/cleanup.js';
import { beginStream, eventOf, probeFor, shakeHands, startScripted } from './testing/scripted-server.js';
import type { Arrived, ScriptedServer } from './testing/scripted-server.js';

const later = cleanUpAfterEach();
const closed: string[] = [];

async function start(answer: (request: Arrived, response: ServerResponse) => void): Promise<ScriptedServer> {
  const server = await startScripted((request, response) => {
    if (!shakeHands(request, response)) answer(request, response);
  });
  later(server.close, () => closed.splice(0));
  return server;
}

function deadlines(events: readonly HistoryEvent[]): { name: string; exchange: string | undefined }[] {
  return events.flatMap((event) =>
    event.kind === 'probe' && event.what === 'deadline' ? [{ name: event.name, exchange: event.exchange }] : [],
  );
}

describe('a deadline', () => {
  it('ends a silent call, and the history says what was missing', async () => {
    const server = await start(() => undefined);
    const { probe, recorder } = probeFor(server.port, { answerDeadlineMs: 2000 });
    later(() => probe.close());
    const session = await probe.connect();
    const call = session.request('ping', undefined, { label: 'call-1', deadlineMs: 50 });
    expect(await call.answer()).toBeUndefined();
    expect(await call.ended()).toBe('deadline');
    expect(deadlines(recorder.events)).toEqual([{ name: 'answer of call-1', exchange: 'call-1' }]);
    const missed = recorder.events.find((event) => event.kind === 'probe' && event.what === 'deadline');
    expect(missed).toMatchObject({ waitedMs: expect.any(Number) as number });
  });

  it('ends a stream that goes on after the answer, and says that it was the end that was missing', async () => {
    const server = await start((request, response) => {
      beginStream(response).write(eventOf({ jsonrpc: '2.0', id: request.rpc?.id, result: {} }));
    });
    const { probe, recorder } = probeFor(server.port);
    later(() => probe.close());
    const session = await probe.connect();
    const call = session.request('ping', undefined, { label: 'call-1', deadlineMs: 700 });
    expect(await call.answer()).toBeDefined();
    expect(await call.ended()).toBe('deadline');
    expect(deadlines(recorder.events)).toEqual([{ name: 'end of call-1', exchange: 'call-1' }]);
  });

  it('of a wait alone leaves the exchange open', async () => {
    const server = await start((_request, response) => beginStream(response).flushHeaders());
    const { probe, recorder } = probeFor(server.port);
    later(() => probe.close());
    const stream = probe.send({ method: 'GET', label: 'get' });
    expect(await stream.head()).toMatchObject({ status: 200 });
    expect(await stream.event(1, 20)).toBeUndefined();
    expect(await stream.message('a hint', () => true, 20)).toBeUndefined();
    expect(await stream.ended(20)).toBe('deadline');
    expect(deadlines(recorder.events)).toEqual([
      { name: 'event 1 of get', exchange: 'get' },
      { name: 'a hint', exchange: 'get' },
      { name: 'end of get', exchange: 'get' },
    ]);
    expect(recorder.events.some((event) => event.kind === 'probe' && event.name === 'ending')).toBe(false);
  });

  it('of an exchange bounds the waits on it, be it longer than the usual one', async () => {
    const server = await start(() => undefined);
    const { probe, recorder } = probeFor(server.port, { answerDeadlineMs: 10 });
    later(() => probe.close());
    const exchange = probe.post('{}', { label: 'one', deadlineMs: 60 });
    expect(await Promise.all([exchange.head(), exchange.ended()])).toEqual([undefined, 'deadline']);
    expect(deadlines(recorder.events)).toEqual([{ name: 'end of one', exchange: 'one' }]);
  });

  it('bounds a wait on a stream that has none of its own', async () => {
    const server = await start(() => undefined);
    const { probe, recorder } = probeFor(server.port, { answerDeadlineMs: 30 });
    later(() => probe.close());
    expect(await probe.send({ method: 'GET', label: 'get' }).head()).toBeUndefined();
    expect(deadlines(recorder.events)).toEqual([{ name: 'head of get', exchange: 'get' }]);
  });
});

describe('abort', () => {
  it('closes the connection, once, and is recorded', async () => {
    const gone: Promise<boolean>[] = [];
    const server = await start((_request, response) => {
      gone.push(
        new Promise((resolve) => {
          // An orderly end shows as 'end' of the socket; a reset as an error.
          response.socket?.on('end', () => resolve(true)).on('error', () => resolve(false));
        }),
      );
      beginStream(response).write(eventOf({ jsonrpc: '2.0', method: 'notifications/x' }));
    });
    const { probe, recorder } = probeFor(server.port);
    later(() => probe.close());
    const stream = probe.send({ method: 'GET', label: 'get' });
    await stream.event(1);
    stream.abort();
    stream.abort();
    expect(await stream.ended()).toBe('aborted');
    expect(await Promise.all(gone)).toEqual([true]);
    expect(recorder.events.filter((event) => event.kind === 'probe')).toMatchObject([
      { what: 'abort', exchange: 'get' },
      { what: 'fact', name: 'ending', value: 'aborted' },
    ]);
  });

  it('works before the request was sent', async () => {
    const server = await start((_request, response) => void response.end());
    const { probe } = probeFor(server.port);
    later(() => probe.close());
    const exchange = probe.post('{}');
    exchange.abort();
    expect(await exchange.ended()).toBe('aborted');
    expect(await exchange.head()).toBeUndefined();
    await probe.post('{}').ended();
    expect(server.arrived).toHaveLength(1);
  });
});
