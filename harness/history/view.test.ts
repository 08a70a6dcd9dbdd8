import { describe, expect, test } from 'vitest';
import { classifyMessage } from '../wire/jsonrpc.js';
import type { EventBody, HistoryEvent } from './events.js';
import { viewHistory } from './view.js';

function view(...events: EventBody[]): ReturnType<typeof viewHistory> {
  return viewHistory(events.map((event, index): HistoryEvent => ({ index, t: index, ...event })));
}

function request(side: 'client' | 'server', exchange = 'a'): EventBody {
  return { kind: 'request', side, connection: side, exchange, method: 'POST', target: '/mcp', headers: [] };
}

function message(side: 'client' | 'server', direction: 'to-client' | 'to-server', id: number): EventBody {
  const value = classifyMessage({ jsonrpc: '2.0', id, result: {} });
  return { kind: 'message', side, exchange: 'a', direction, carrier: 'json', message: value, batched: false };
}

describe('the view of a history', () => {
  test('is empty for an empty history', () => {
    const empty = view();
    expect(empty.exchanges.size).toBe(0);
    expect([empty.events, empty.faults, empty.probes]).toEqual([[], [], []]);
    expect(empty.exchange('a')).toBeUndefined();
  });

  test('has the request as it reached the server, else as the client sent it', () => {
    expect(view(request('client'), request('server')).exchange('a')?.request?.side).toBe('server');
    expect(view(request('server'), request('client')).exchange('a')?.request?.side).toBe('server');
    expect(view(request('client')).exchange('a')?.request?.side).toBe('client');
  });

  test('keeps what each side saw of a response apart', () => {
    const head = { kind: 'response', connection: 'c', exchange: 'a', headers: [] } as const;
    const body = { kind: 'response-body', exchange: 'a', sizeBytes: 2, text: '{}' } as const;
    const end = { kind: 'response-end', exchange: 'a', framing: 'chunked', sizeBytes: 2 } as const;
    const { server, client } = view(
      { ...head, side: 'server', by: 'sut', status: 200 },
      { ...head, side: 'client', by: 'link', status: 502 },
      { kind: 'data', side: 'server', exchange: 'a', offset: 0, sizeBytes: 2 },
      { ...body, side: 'server' },
      { ...end, side: 'server', ending: 'complete' },
      { ...end, side: 'client', ending: 'link' },
    ).exchange('a')!;
    expect([server.head?.status, client.head?.status]).toEqual([200, 502]);
    expect([server.data.length, client.data.length]).toEqual([1, 0]);
    expect([server.body?.text, client.body]).toEqual(['{}', undefined]);
    expect([server.end?.ending, client.end?.ending]).toEqual(['complete', 'link']);
  });

  test('tells messages to the server from those to the client; of the former only what reached it', () => {
    const { sent, server, client } = view(
      message('client', 'to-server', 1),
      message('server', 'to-server', 2),
      message('server', 'to-client', 3),
      message('client', 'to-client', 4),
    ).exchange('a')!;
    const ids = (messages: readonly { message: { id?: unknown } }[]): unknown[] => messages.map((m) => m.message.id);
    expect([ids(sent), ids(server.messages), ids(client.messages)]).toEqual([[2], [3], [4]]);
  });

  test('has events, comments and problems of streams in their order', () => {
    const event = { kind: 'event' as const, dispatched: true, data: '1', startOffset: 0, endOffset: 1 };
    const { server } = view(
      { kind: 'sse', side: 'server', exchange: 'a', event },
      { kind: 'comment', side: 'server', exchange: 'a', text: 'one' },
      { kind: 'comment', side: 'server', exchange: 'a', text: 'two' },
      { kind: 'problem', side: 'server', exchange: 'a', layer: 'sse', code: 'x', message: '', offset: 0 },
    ).exchange('a')!;
    expect(server.events.map(({ event: { data } }) => data)).toEqual(['1']);
    expect(server.comments.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(server.problems.map(({ code }) => code)).toEqual(['x']);
  });

  test('keeps faults and probes apart from exchanges, and connections and stray problems out of them', () => {
    const made = view(
      { kind: 'fault', fault: 'reset', status: 'fired', exchange: 'a' },
      { kind: 'probe', what: 'deadline', name: 'answer', exchange: 'a' },
      { kind: 'connection', side: 'server', connection: 'c', what: 'open', from: 'link' },
      { kind: 'problem', side: 'server', connection: 'c', layer: 'http', code: 'x', message: '', offset: 0 },
    );
    expect([made.faults.length, made.probes.length, made.exchanges.size]).toEqual([1, 1, 0]);
    expect(made.events).toHaveLength(4);
  });

  test('has exchanges in the order in which they began', () => {
    const made = view(request('server', 'b'), request('server', 'a'), request('client', 'b'));
    expect([...made.exchanges.keys()]).toEqual(['b', 'a']);
  });
});
