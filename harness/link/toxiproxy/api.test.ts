import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ToxiproxyApi, type ToxicBody } from './api.js';

const LATENCY: ToxicBody = {
  name: 'latency-downstream',
  type: 'latency',
  stream: 'downstream',
  toxicity: 1,
  attributes: { latency: 100, jitter: 0 },
};

type Answers = (call: string, body: unknown) => unknown;

/** A stand-in for the HTTP API: what it answers to each call, as JSON; undefined is no answer at all. */
async function apiOf(answers: Answers, calls: string[] = []): Promise<ToxiproxyApi> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const call = `${request.method ?? ''} ${request.url ?? ''}`;
      calls.push(call);
      const answer = answers(call, text === '' ? undefined : JSON.parse(text));
      if (answer === undefined) return;
      response.writeHead(answer === null ? 404 : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new ToxiproxyApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

const proxy = (enabled: boolean): object => ({
  name: 'p',
  listen: '127.0.0.1:1',
  upstream: '127.0.0.1:2',
  enabled,
  toxics: [],
});

describe('the API of Toxiproxy', () => {
  test('a proxy with toxics is opened when they are there', async () => {
    const calls: string[] = [];
    const api = await apiOf((call) => {
      if (call === 'POST /proxies') return proxy(false);
      if (call === 'POST /proxies/p') return proxy(true);
      return LATENCY;
    }, calls);
    expect((await api.create('p', '127.0.0.1:0', '127.0.0.1:2', [LATENCY])).enabled).toBe(true);
    expect(calls).toEqual([
      'POST /proxies',
      'POST /proxies/p/toxics',
      'GET /proxies/p/toxics/latency-downstream',
      'POST /proxies/p',
    ]);
  });

  test('a toxic that reads back otherwise is refused, and the proxy is removed', async () => {
    const calls: string[] = [];
    const api = await apiOf((call) => {
      if (call.includes('/toxics')) return { ...LATENCY, attributes: { latency: 1, jitter: 0 } };
      return proxy(false);
    }, calls);
    await expect(api.create('p', '127.0.0.1:0', '127.0.0.1:2', [LATENCY])).rejects.toThrow(
      'Toxiproxy has made another toxic than it was asked for: {"latency":1,"jitter":0}',
    );
    expect(calls.at(-1)).toBe('DELETE /proxies/p');
  });

  test('a proxy that stays open when it is to be closed is told', async () => {
    const api = await apiOf(() => proxy(true));
    const made = await api.create('p', '127.0.0.1:0', '127.0.0.1:2', []);
    await expect(api.enable(made, false)).rejects.toThrow('Toxiproxy has not closed its proxy');
  });

  test('what is refused is told in one line, and what is not there is not there', async () => {
    const api = await apiOf(() => null);
    await expect(api.create('p', 'x', 'y', [])).rejects.toThrow(/^Toxiproxy did not create a proxy: /);
    expect(await api.has('p')).toBe(false);
  });

  test('a call without an answer is given up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const api = await apiOf(() => undefined);
    const asked = expect(api.version()).rejects.toThrow('Toxiproxy did not tell its version: no answer within 5000 ms');
    await vi.advanceTimersByTimeAsync(5000);
    await asked;
  });

  test('a version is JSON or a bare word', async () => {
    expect(await (await apiOf(() => ({ version: '2.12.0' }))).version()).toBe('2.12.0');
  });
});
