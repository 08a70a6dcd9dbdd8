import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EventBody } from '../history/events.js';
import { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import { classifyMessage } from '../wire/jsonrpc.js';
import { createSessionEnder, openSessionsOf } from './end-sessions.js';
import type { SessionEnder } from './end-sessions.js';

type Exchange = { readonly label: string; readonly rpc?: string; readonly method?: string; readonly sent?: string } & {
  readonly status?: number;
  readonly given?: string;
};

function sessionHeader(id: string | undefined): [string, string][] {
  return id === undefined ? [] : [['Mcp-Session-Id', id]];
}

function sessionsIn(...exchanges: Exchange[]): string[] {
  const recorder = new Recorder();
  for (const { label, rpc, method = 'POST', sent, status = 200, given } of exchanges) {
    const common = { side: 'server', connection: 'c', exchange: label } as const;
    recorder.record({ kind: 'request', ...common, method, target: '/', headers: sessionHeader(sent) });
    if (rpc !== undefined) {
      const message = classifyMessage({ jsonrpc: '2.0', id: 1, method: rpc });
      const body: EventBody = {
        kind: 'message',
        ...common,
        direction: 'to-server',
        carrier: 'json',
        message,
        batched: false,
      };
      recorder.record(body);
    }
    recorder.record({ kind: 'response', ...common, by: 'sut', status, headers: sessionHeader(given) });
  }
  return openSessionsOf(viewHistory(recorder.events));
}

describe('the sessions that a case leaves open', () => {
  test('are those that answers to initialize named', () => {
    expect(
      sessionsIn(
        { label: 'first', rpc: 'initialize', given: 'one' },
        { label: 'second', rpc: 'initialize', given: 'two' },
        { label: 'stateless', rpc: 'initialize' },
      ),
    ).toEqual(['one', 'two']);
  });

  test('are none that the harness made up, and that the server merely repeats', () => {
    expect(sessionsIn({ label: 'call', rpc: 'tools/list', sent: 'guessed', given: 'guessed' })).toEqual([]);
  });

  test('are none that the case ended itself; an end that was refused is no end', () => {
    const handshakes: Exchange[] = ['one', 'two'].map((given) => ({ label: given, rpc: 'initialize', given }));
    const end = { label: 'end', method: 'DELETE', sent: 'one', status: 204 };
    const refused = { label: 'refused', method: 'DELETE', sent: 'two', status: 405 };
    expect(sessionsIn(...handshakes, end, refused)).toEqual(['two']);
  });
});

async function enderFor(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<SessionEnder> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  const ender = createSessionEnder({ url, headers: { 'x-tenant': 'a' } });
  onTestFinished(async () => {
    await ender.close();
    server.closeAllConnections();
    server.close();
  });
  return ender;
}

describe('ending sessions', () => {
  test('sends a DELETE for each, with the headers of the user and, where there is one, the revision', async () => {
    const seen: string[] = [];
    const ender = await enderFor(({ method, headers }, response) => {
      const { 'mcp-session-id': id, 'x-tenant': tenant, 'mcp-protocol-version': version } = headers;
      seen.push(`${method} ${String(id)} ${String(tenant)} ${String(version)}`);
      response.end();
    });
    await ender.end(['one', 'two'], '2025-06-18');
    await ender.end(['three'], '2025-03-26');
    expect(seen.slice(0, 2).sort()).toEqual(['DELETE one a 2025-06-18', 'DELETE two a 2025-06-18']);
    expect(seen[2]).toBe('DELETE three a undefined');
  });

  test.each([
    ['refuses', (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(500).end('no')],
    ['closes the connection', (request: IncomingMessage) => void request.socket.destroy()],
  ])('does not mind a server that %s', async (_name, answer) => {
    await (await enderFor(answer)).end(['one'], '2025-11-25');
  });

  test('does not wait for a server that is silent', async () => {
    const ender = await enderFor(() => undefined);
    const begun = performance.now();
    await ender.end(['one'], '2025-11-25', 50);
    expect(performance.now() - begun).toBeLessThan(1900);
  });
});
