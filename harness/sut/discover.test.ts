import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startGold } from '../../fixtures/servers/gold/index.js';
import { makeSelfSigned } from '../link/embedded/testing/self-signed.js';
import { cleanUpAfterEach } from '../peer/testing/cleanup.js';
import { replyJson, shakeHands, startScripted, startTcp } from '../peer/testing/scripted-server.js';
import type { Arrived } from '../peer/testing/scripted-server.js';
import { discoverServer } from './discover.js';
import type { Discovery } from './discover.js';

const later = cleanUpAfterEach();

function discover(url: string, deadlineMs = 5000, headers: Record<string, string> = {}): Promise<Discovery> {
  return discoverServer({ url: new URL(url), headers }, { deadlineMs });
}

async function reasonFor(
  answer: (request: Arrived, response: ServerResponse) => void,
  deadlineMs?: number,
): Promise<string> {
  const server = await startScripted(answer);
  later(server.close);
  const discovery = await discover(`http://127.0.0.1:${server.port}/mcp`, deadlineMs);
  return discovery.ok ? `found ${discovery.profile.revisions.join()}` : discovery.reason;
}

const html = (response: ServerResponse): void =>
  void response.setHeader('content-type', 'text/html').end('<!doctype html><p>Hi');
const json = (response: ServerResponse, body: string, status = 200): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

describe('a server', () => {
  it('is found with all that it offers, and left as it was', async () => {
    const gold = await startGold();
    later(() => gold.close());
    const discovery = await discover(gold.url);
    expect(discovery).toMatchObject({
      ok: true,
      profile: {
        name: 'faultline-gold',
        revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
        byRevision: {
          '2025-06-18': {
            sessions: true,
            answers: 'sse',
            getStream: true,
            eventIds: true,
            deletes: true,
            paginates: true,
            resources: ['faultline://counter'],
            tools: expect.arrayContaining(['faultline_echo', 'faultline_stats']) as string[],
          },
        },
      },
    });
    expect(gold.stats()).toEqual({ sessions: 0, streams: 0, pending: 0 });
  });

  it('is read to its last page, and its JSON answers are seen', async () => {
    const gold = await startGold({ behaviour: { pageSize: 4, answerMode: 'json' } });
    later(() => gold.close());
    const discovery = await discover(gold.url);
    const profile = discovery.ok ? discovery.profile.byRevision['2025-11-25'] : undefined;
    expect(profile).toMatchObject({ answers: 'json', paginates: true });
    expect(profile?.tools.length).toBeGreaterThan(8);
  });

  it('without sessions, GET and DELETE is described as such', async () => {
    const server = await startScripted((request, response) => {
      const { rpc } = request;
      if (request.method !== 'POST') response.writeHead(405).end();
      else if (rpc?.method === 'initialize')
        replyJson(request, response, { protocolVersion: '2025-06-18', capabilities: { tools: {} } });
      else if (rpc?.method === 'tools/list')
        replyJson(request, response, { tools: [{ name: 'a' }, { name: 7 }, null] });
      else if (rpc?.id === undefined) response.writeHead(202).end();
      else replyJson(request, response, {});
    });
    later(server.close);
    const discovery = await discover(`http://127.0.0.1:${server.port}/mcp`, 5000, { authorization: 'Bearer x' });
    expect(discovery).toMatchObject({
      ok: true,
      profile: {
        revisions: ['2025-06-18'],
        byRevision: {
          '2025-06-18': {
            tools: ['a'],
            sessions: false,
            getStream: false,
            eventIds: false,
            deletes: false,
            answers: 'json',
          },
        },
      },
    });
    expect(server.arrived.every(({ headers }) => headers.authorization === 'Bearer x')).toBe(true);
    expect(server.arrived.some(({ method }) => method === 'DELETE')).toBe(false);
    expect(server.arrived.some(({ rpc }) => rpc?.method === 'tools/call')).toBe(false);
  });

  it('is ended where it chose a revision that was not offered', async () => {
    const deleted: unknown[] = [];
    const reason = await reasonFor((request, response) => {
      if (request.method === 'DELETE') deleted.push(request.headers['mcp-session-id']);
      replyJson(request, response, { protocolVersion: '2024-11-05', capabilities: {} }, { 'mcp-session-id': 's' });
    });
    expect(reason).toBe(
      'the server speaks 2024-11-05, none of the revisions to be checked (2025-03-26, 2025-06-18, 2025-11-25)',
    );
    expect(deleted).toEqual(['s', 's', 's']);
  });

  it('may refuse a revision that it does not speak', async () => {
    const found = await reasonFor((request, response) => {
      const asked = request.rpc?.params?.['protocolVersion'];
      if (request.rpc?.method === 'initialize' && asked !== '2025-06-18') {
        json(response, JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32602, message: 'unsupported' } }), 400);
      } else if (!shakeHands(request, response)) replyJson(request, response, {});
    });
    expect(found).toBe('found 2025-06-18');
  });

  it('that fails at one revision is not described without it', async () => {
    const reason = await reasonFor((request, response) => {
      const asked = request.rpc?.params?.['protocolVersion'];
      if (request.rpc?.method === 'initialize' && asked === '2025-06-18') response.writeHead(429).end('slow down');
      else if (!shakeHands(request, response)) replyJson(request, response, {});
    });
    expect(reason).toBe('initialize was answered with HTTP status 429: slow down');
  });

  it('that falls silent at one revision is not described without it', async () => {
    const reason = await reasonFor((request, response) => {
      const isSilent = request.headers['mcp-protocol-version'] === '2025-11-25' && request.rpc?.method === 'ping';
      if (!isSilent && !shakeHands(request, response)) replyJson(request, response, {});
    }, 1500);
    expect(reason).toBe('ping was not answered (deadline) at 2025-11-25');
  });
});

describe('a target that cannot be checked is told', () => {
  it.each<[string, (request: Arrived, response: ServerResponse) => void]>([
    [
      'demands authorization (HTTP 401); add --header "Authorization: Bearer ..."',
      (_q, response) => response.writeHead(401).end(),
    ],
    [
      'refuses access (HTTP 403); add --header "Authorization: ..."',
      (_q, response) => response.writeHead(403).end('bad host'),
    ],
    ['no endpoint at /mcp (HTTP 404)', (_q, response) => response.writeHead(404).end()],
    ['does not take POST (HTTP 405)', (_q, response) => response.writeHead(405).end()],
    [
      'redirects (HTTP 308) to https://b.example/mcp; use that URL',
      (_q, response) => response.writeHead(308, { location: 'https://b.example/mcp' }).end(),
    ],
    ['HTTP status 502: bad gateway', (_q, response) => response.writeHead(502).end('bad\ngateway')],
    ['HTML page', (_q, response) => html(response)],
    ['JSON that is no response to it: {}', (_q, response) => json(response, '{}')],
    ['a body that is not JSON: {"broken', (_q, response) => json(response, '{"broken')],
    [
      'media type text/plain instead of JSON: hello',
      (_q, response) => response.setHeader('content-type', 'text/plain').end('hello'),
    ],
    ['sent no response to it', (_q, response) => response.writeHead(202).end()],
    [
      'event stream brought no response',
      (_q, response) => response.setHeader('content-type', 'text/event-stream').end(': hi\n\n'),
    ],
    ['closed the connection without an answer', (_q, response) => response.socket?.end()],
    ['initialize has a result without a protocolVersion', (request, response) => replyJson(request, response, {})],
    [
      'the error -32000: go away (HTTP 400)',
      (_q, response) =>
        json(response, '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"go\\u001b away"}}', 400),
    ],
  ])('%s', async (part, answer) => {
    const reason = await reasonFor(answer);
    expect(reason).toContain(part);
    expect(reason).not.toMatch(/\p{Cc}/u);
  });

  it('did not answer initialize', async () => {
    expect(await reasonFor(() => undefined, 200)).toMatch(
      /accepted the connection, but did not answer initialize within 200 ms$/,
    );
  });

  it('does not speak HTTP', async () => {
    const server = await startTcp((socket) => void socket.write('220 mail.example ESMTP\r\n'));
    later(server.close);
    const discovery = await discover(`http://127.0.0.1:${server.port}/`);
    expect(discovery).toMatchObject({
      ok: false,
      reason: expect.stringContaining('does not answer in HTTP/1.1') as string,
    });
  });

  it('nothing listens', async () => {
    const server = await startTcp(() => undefined);
    await server.close();
    const discovery = await discover(`http://127.0.0.1:${server.port}/mcp`);
    expect(discovery).toEqual({
      ok: false,
      reason: `nothing listens at 127.0.0.1:${server.port} (connection refused)`,
    });
  });

  it('has a certificate that is not accepted', async () => {
    const server = createServer(makeSelfSigned('localhost'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    later(() => new Promise((resolve) => server.close(resolve)));
    const discovery = await discover(`https://localhost:${(server.address() as AddressInfo).port}/mcp`);
    expect(discovery).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/SELF_SIGNED.*NODE_EXTRA_CA_CERTS/) as string,
    });
  });

  it('does not speak TLS', async () => {
    const gold = await startGold();
    later(() => gold.close());
    const discovery = await discover(gold.url.replace('http:', 'https:'));
    expect(discovery).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is the URL rather http://') as string,
    });
  });
});
