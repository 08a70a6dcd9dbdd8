import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerPart } from './row.js';
import { freePort } from '../local/free-port.js';

/** One request as the server had it. */
export interface ServedRequest {
  readonly headers: IncomingMessage['headers'];
  /** Whether all of it came. */
  isComplete: boolean;
  /** How the connection of the response ended before the response was complete, or that it was complete. */
  ending: 'complete' | 'FIN' | 'RST' | 'FIN of its own' | 'RST of its own' | undefined;
  /** Events that were sent. */
  sent: number;
}

export interface PacingServer {
  readonly port: number;
  readonly requests: readonly ServedRequest[];
  /** Connections on which no request came and which are over. */
  readonly bareEndings: readonly string[];
  /** The client has the head (0) or that many events of the exchange. */
  received(events: number): void;
  /** Whether every event of some response has been sent. */
  readonly hasSentAll: boolean;
  close(): Promise<void>;
}

const INTERVAL_MS = 150;

/** Starts a server that answers each request with a stream, at the pace of its part. */
export async function startPacingServer(part: ServerPart, name = ''): Promise<PacingServer> {
  const requests: ServedRequest[] = [];
  const bareEndings: string[] = [];
  const sockets = new Set<Socket>();
  const listeners = new Set<() => void>();
  let received = -1;
  const server = createServer((request, response) => {
    const served: ServedRequest = { headers: request.headers, isComplete: false, ending: undefined, sent: 0 };
    requests.push(served);
    watchEnding(request, response, served);
    request.resume().on('end', () => {
      served.isComplete = request.complete;
      if (request.complete) void answer(response, served, `${name}${requests.indexOf(served) + 1}`);
    });
  });
  // Without this Node answers the end of one direction with that of the other.
  if (part.allowsHalfClose === true) Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    const before = requests.length;
    let ending = 'FIN';
    socket.on('error', () => (ending = 'RST'));
    socket.on('close', () => {
      sockets.delete(socket);
      if (requests.length === before) bareEndings.push(ending);
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());

  async function answer(response: ServerResponse, served: ServedRequest, mark: string): Promise<void> {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', ...part.fields });
    response.flushHeaders();
    for (let event = 1; event <= part.events; event += 1) {
      if (part.pace === 'timed') await new Promise((resolve) => setTimeout(resolve, part.intervalMs ?? INTERVAL_MS));
      if (part.pace === 'on-receipt') await untilReceived(event - 1);
      if (response.destroyed) return;
      served.sent = event;
      response.write(`id: ${event}\ndata: ${mark} ${'x'.repeat(part.fillBytes ?? 4)}\n\n`);
    }
    const then = part.then ?? 'complete';
    if (then === 'complete') response.end();
    else if (then !== 'silence') {
      await untilReceived(part.events);
      served.ending = then === 'fin' ? 'FIN of its own' : 'RST of its own';
      if (then === 'fin') response.socket?.end();
      else response.socket?.resetAndDestroy();
    }
  }

  function untilReceived(events: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (received < events) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  }

  // The port of a server that is gone must not become that of another row's.
  const wanted = part.isGone === true ? await freePort() : 0;
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  if (part.isGone === true) await close();
  return {
    port,
    requests,
    bareEndings,
    get hasSentAll() {
      return requests.some(({ sent }) => sent === part.events);
    },
    received(events) {
      received = events;
      for (const look of listeners) look();
    },
    close: () => (part.isGone === true ? Promise.resolve() : close()),
  };
}

function watchEnding(request: IncomingMessage, response: ServerResponse, served: ServedRequest): void {
  const { socket } = request;
  const end = (ending: ServedRequest['ending']): void => {
    served.ending ??= ending;
  };
  response.on('finish', () => end('complete'));
  socket.on('error', (error: NodeJS.ErrnoException) =>
    end(error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'RST' : 'FIN'),
  );
  socket.on('end', () => {
    // A client may only have ended its direction: what counts is whether it still takes the answer.
    setImmediate(() => {
      if (response.destroyed || socket.destroyed || !socket.writable) end('FIN');
    });
  });
  socket.on('close', () => end('FIN'));
}
