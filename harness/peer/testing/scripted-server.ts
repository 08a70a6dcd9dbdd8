import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Recorder } from '../../history/recorder.js';
import { createProbe } from '../create-probe.js';
import type { OpenProbe, ProbeOptions } from '../create-probe.js';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as JSON; undefined when it is none. */
  readonly rpc:
    { readonly id?: number | string; readonly method?: string; readonly params?: Record<string, unknown> } | undefined;
}

/** A server that does exactly what a test tells it. */
export interface ScriptedServer {
  readonly port: number;
  readonly arrived: readonly Arrived[];
  /** Resolves with the next request that satisfies `accepts`, past or to come. */
  readonly waitFor: (accepts: (request: Arrived) => boolean) => Promise<Arrived>;
  readonly close: () => Promise<void>;
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

function parse(body: string): Arrived['rpc'] {
  try {
    return JSON.parse(body) as Arrived['rpc'];
  } catch {
    return undefined;
  }
}

/** Starts an HTTP server whose every response is the work of `answer`. */
export async function startScripted(
  answer: (request: Arrived, response: ServerResponse) => void,
): Promise<ScriptedServer> {
  const arrived: Arrived[] = [];
  const waiters = new Set<() => void>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
        rpc: parse(body),
      };
      arrived.push(one);
      for (const waiter of waiters) waiter();
      answer(one, response);
    });
  });
  const port = await listening(server);
  return {
    port,
    arrived,
    waitFor: (accepts) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = arrived.find(accepts);
          if (found === undefined) return;
          waiters.delete(look);
          resolve(found);
        };
        waiters.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Starts a TCP server; `onRequest` is called once for each connection, with the first bytes that arrive on it. */
export async function startTcp(
  onRequest: (socket: Socket, first: string) => void,
): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (bytes: Buffer) => onRequest(socket, bytes.toString('latin1')));
  });
  const port = await listening(server);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Answers with a JSON-RPC result as a JSON body. */
export function replyJson(
  request: Arrived,
  response: ServerResponse,
  result: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: request.rpc?.id, result }));
}

/** Begins an event stream. */
export function beginStream(response: ServerResponse, headers: Record<string, string> = {}): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
}

/** One event that carries a message. */
export function eventOf(message: unknown, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(message)}\n\n`;
}

/** Plays the handshake at 2025-11-25; returns false for everything else. */
export function shakeHands(request: Arrived, response: ServerResponse, sessionId = 'session-1'): boolean {
  if (request.rpc?.method === 'initialize') {
    const result = {
      protocolVersion: request.rpc.params?.['protocolVersion'],
      capabilities: {},
      serverInfo: { name: 's', version: '1' },
    };
    replyJson(request, response, result, { 'mcp-session-id': sessionId });
    return true;
  }
  if (request.rpc?.method !== 'notifications/initialized') return false;
  response.writeHead(202).end();
  return true;
}

/** A probe that dials a server of this test without a link. */
export function probeFor(port: number, options: Partial<ProbeOptions> = {}): { probe: OpenProbe; recorder: Recorder } {
  const recorder = new Recorder();
  const probe = createProbe({
    link: { hostname: '127.0.0.1', port },
    target: { host: 'target.example', path: '/mcp?a=1', headers: { 'x-user': 'yes' } },
    recorder,
    revision: '2025-11-25',
    answerDeadlineMs: 5000,
    ...options,
  });
  return { probe, recorder };
}
