import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ServerResponse } from 'node:http';
import type { EventBody } from '../history/events.js';
import { cleanUpAfterEach } from './testing/cleanup.js';
import { beginStream, eventOf, probeFor, startScripted } from './testing/scripted-server.js';
import type { Exchange } from './probe.js';
import type { HistoryEvent } from '../history/events.js';

const later = cleanUpAfterEach();

async function get(
  answer: (response: ServerResponse) => void,
): Promise<{ exchange: Exchange; events: readonly HistoryEvent[] }> {
  const server = await startScripted((_request, response) => answer(response));
  const { probe, recorder } = probeFor(server.port);
  later(() => probe.close(), server.close);
  return { exchange: probe.send({ method: 'GET', label: 'get' }), events: recorder.events };
}

function kinds(events: readonly HistoryEvent[]): EventBody['kind'][] {
  return events.map(({ kind }) => kind);
}

describe('an event stream', () => {
  it('is recorded block by block on the client side, and nothing else is', async () => {
    const { exchange, events } = await get((response) => {
      beginStream(response).end(
        `: hello\nid: 1\ndata:\n\n${eventOf({ jsonrpc: '2.0', method: 'n' }, '2')}event: other\ndata: {}\n\n`,
      );
    });
    expect(await exchange.ended()).toBe('complete');
    expect(kinds(events)).toEqual(['comment', 'sse', 'sse', 'message', 'sse', 'probe']);
    expect(events.slice(0, 5).every((event) => 'side' in event && event.side === 'client')).toBe(true);
    expect(events[3]).toMatchObject({
      carrier: 'sse',
      eventId: '2',
      batched: false,
      direction: 'to-client',
      exchange: 'get',
    });
    expect(exchange.bodyText).toBe('');
  });

  it('resets the last event id with an empty one', async () => {
    const { exchange } = await get((response) => void beginStream(response).end('id: 1\ndata: \n\nid:\ndata: \n\n'));
    await exchange.ended();
    expect(exchange.lastEventId).toBeUndefined();
  });

  it('counts only blocks with data as events', async () => {
    const { exchange } = await get((response) => void beginStream(response).end('retry: 5\n\ndata: x\n\ndata: y\n\n'));
    expect(await exchange.event(2)).toMatchObject({ data: 'y' });
    expect(await exchange.event(3)).toBeUndefined();
    expect(exchange.events).toHaveLength(3);
  });

  it('is recorded as broken where its data is no JSON or no JSON-RPC', async () => {
    const { exchange, events } = await get(
      (response) => void beginStream(response).end('data: {oops\n\ndata: {"id":1}\n\n'),
    );
    await exchange.ended();
    const problems = events.filter((event) => event.kind === 'problem');
    expect(problems[0]).toMatchObject({ layer: 'json', code: 'unparseable', offset: 0 });
    expect(problems.slice(1).every(({ layer, offset }) => layer === 'json-rpc' && offset === 13)).toBe(true);
    expect(problems.length).toBeGreaterThan(1);
    expect(exchange.messages.map(({ kind }) => kind)).toEqual(['invalid']);
  });

  it('that never stops is left', async () => {
    const { exchange, events } = await get((response) => {
      const flood = ':\n'.repeat(50_000);
      const more = (): void => {
        if (!response.destroyed) response.write(flood, more);
      };
      beginStream(response);
      more();
    });
    expect(await exchange.ended(20_000)).toBe('protocol-error');
    expect(events.find((event) => event.kind === 'problem')).toMatchObject({ layer: 'http', code: 'flood' });
  });
});

describe('a body', () => {
  it('is recorded, and its messages when it is complete JSON', async () => {
    const { exchange, events } = await get((response) => {
      response.setHeader('content-type', 'Application/JSON; charset=utf-8');
      response.end('[{"jsonrpc":"2.0","id":1,"result":{}}]');
    });
    await exchange.ended();
    expect(kinds(events)).toEqual(['response-body', 'message', 'probe']);
    expect(events[1]).toMatchObject({ carrier: 'json', batched: true });
    expect(exchange.bodyText).toContain('"result"');
  });

  it('gives no messages when it is cut or of another type', async () => {
    const cut = await get((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"jsonrpc":"2.0","id":1,"result":{}}', () => response.socket?.end());
    });
    expect(await cut.exchange.ended()).toBe('truncated');
    expect(kinds(cut.events)).toEqual(['response-body', 'probe']);
    const html = await get((response) => void response.setHeader('content-type', 'text/html').end('{"jsonrpc":"2.0"}'));
    await html.exchange.ended();
    expect(kinds(html.events)).toEqual(['response-body', 'probe']);
  });

  it('is kept short in the history', async () => {
    const { exchange, events } = await get((response) => void response.end('x'.repeat(20_000)));
    await exchange.ended();
    expect(events[0]).toMatchObject({ kind: 'response-body', sizeBytes: 20_000, text: 'x'.repeat(16_384) });
    expect(exchange.bodyText).toHaveLength(20_000);
  });
});

describe('a content coding', () => {
  it('is undone as the stream comes', async () => {
    const gzip = createGzip();
    const { exchange } = await get((response) => {
      beginStream(response, { 'content-encoding': 'gzip' });
      gzip.pipe(response);
      gzip.write(eventOf({ jsonrpc: '2.0', method: 'one' }));
      gzip.flush();
    });
    expect(await exchange.event(1)).toBeDefined();
    gzip.end(eventOf({ jsonrpc: '2.0', method: 'two' }));
    expect(await exchange.ended()).toBe('complete');
    expect(exchange.messages.map(({ method }) => method)).toEqual(['one', 'two']);
  });

  it.each([
    ['br', brotliCompressSync('hello')],
    ['deflate', deflateSync('hello')],
    ['unheard-of', Buffer.from('hello')],
  ])('%s is read', async (coding, body) => {
    const { exchange } = await get((response) => void response.setHeader('content-encoding', coding).end(body));
    expect(await exchange.ended()).toBe('complete');
    expect(exchange.bodyText).toBe('hello');
  });

  it('that stops short gives what arrived', async () => {
    const { exchange } = await get((response) => {
      const whole = gzipSync(eventOf({ jsonrpc: '2.0', method: 'one' }));
      const head = { 'content-encoding': 'gzip', 'content-length': `${whole.length}` };
      beginStream(response, head).write(whole.subarray(0, -8), () => response.socket?.end());
    });
    expect(await exchange.ended()).toBe('truncated');
    expect(exchange.messages.map(({ method }) => method)).toEqual(['one']);
  });

  it('that is broken is a protocol error', async () => {
    const { exchange, events } = await get(
      (response) => void response.setHeader('content-encoding', 'gzip').end('no gzip'),
    );
    expect(await exchange.ended()).toBe('protocol-error');
    expect(events.find((event) => event.kind === 'problem')).toMatchObject({ layer: 'http', code: 'content-coding' });
  });
});
