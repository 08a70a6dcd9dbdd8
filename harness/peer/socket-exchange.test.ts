import { describe, expect, it } from 'vitest';
import type { Socket } from 'node:net';
import { labelLine } from './labels.js';
import type { SocketExchange } from './probe.js';
import { cleanUpAfterEach } from './testing/cleanup.js';
import { probeFor, startTcp } from './testing/scripted-server.js';

const later = cleanUpAfterEach();

async function dial(
  onRequest: (socket: Socket, first: string) => void,
  answerDeadlineMs = 5000,
): Promise<SocketExchange> {
  const server = await startTcp(onRequest);
  const { probe } = probeFor(server.port, { answerDeadlineMs });
  later(() => probe.close(), server.close);
  return probe.socket('raw');
}

describe('a raw socket', () => {
  it('sends bytes as they are and finds the response head behind informational ones', async () => {
    let first = '';
    const socket = await dial((peer, bytes) => {
      first = bytes;
      peer.write(
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad\r\nX-Odd: \xe9\r\nContent-Length: 2\r\n\r\nno',
        'latin1',
      );
    });
    await socket.write(`POST / HTTP/1.1\r\n${labelLine(socket.label)}Host: x\r\n\r\n`);
    expect(await socket.head()).toMatchObject({
      status: 400,
      headers: [
        ['X-Odd', '\xe9'],
        ['Content-Length', '2'],
      ],
    });
    expect(first).toBe('POST / HTTP/1.1\r\nfaultline-exchange: raw\r\nHost: x\r\n\r\n');
    expect(socket.received.endsWith('\r\n\r\nno')).toBe(true);
  });

  it.each([
    ['fin', (peer: Socket): void => void peer.end()],
    ['rst', (peer: Socket): void => void peer.resetAndDestroy()],
  ])('tells an end by %s', async (how, end) => {
    const socket = await dial(end);
    await socket.write('x');
    expect(await socket.closed()).toBe(how);
    expect(await socket.head()).toBeUndefined();
  });

  it('gives up waiting at the deadline', async () => {
    const socket = await dial(() => undefined, 20);
    await socket.write('x');
    expect(await socket.closed()).toBe('deadline');
    expect(await socket.head(10)).toBeUndefined();
  });

  it('can half-close and still receive', async () => {
    const socket = await dial((peer) => void peer.on('end', () => peer.end('late')));
    await socket.write('x');
    socket.finish();
    expect(await socket.closed()).toBe('fin');
    expect(socket.received).toBe('late');
  });

  it('can still send after the far end has finished', async () => {
    const parts: Promise<string>[] = [];
    const socket = await dial((peer) => {
      parts.push(new Promise((resolve) => peer.once('data', (bytes: Buffer) => resolve(bytes.toString()))));
      peer.end();
    });
    await socket.write('x');
    expect(await socket.closed()).toBe('fin');
    await socket.write('more');
    expect(await Promise.all(parts)).toEqual(['more']);
  });

  it('can reset', async () => {
    let ended: Promise<string> | undefined;
    const socket = await dial((peer) => {
      ended = new Promise((resolve) => peer.on('error', () => resolve('rst')).on('end', () => resolve('fin')));
      peer.write('go');
    });
    await socket.write('x');
    await new Promise<void>((resolve) => {
      const look = (): void => (socket.received === 'go' ? resolve() : void setImmediate(look));
      look();
    });
    socket.reset();
    expect(await ended).toBe('rst');
    await socket.write('after the end');
  });

  it('does not exist where nothing listens', async () => {
    const server = await startTcp(() => undefined);
    await server.close();
    const { probe } = probeFor(server.port);
    await expect(probe.socket('raw')).rejects.toMatchObject({ name: 'PreconditionError' });
    await probe.close();
  });
});
