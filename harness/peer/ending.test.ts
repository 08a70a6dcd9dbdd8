import { afterEach, describe, expect, it } from 'vitest';
import type { Socket } from 'node:net';
import { probeFor, startTcp } from './testing/scripted-server.js';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
const SIZED = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function endingWith(
  onRequest: (socket: Socket) => void,
): Promise<{ ending: string; status: number | undefined }> {
  const server = await startTcp(onRequest);
  const { probe } = probeFor(server.port);
  open.push(() => probe.close(), server.close);
  const exchange = probe.post({ jsonrpc: '2.0', id: 1, method: 'ping' });
  const [ending, head] = await Promise.all([exchange.ended(), exchange.head()]);
  return { ending, status: head?.status };
}

/** A reset right behind data is seen as an orderly end: it has to come once the data was read. */
function resetLater(socket: Socket, text: string): void {
  socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20));
}

describe('how an exchange ended', () => {
  it.each([
    ['complete', 'a last chunk', (socket: Socket) => socket.write(`${HEAD}0\r\n\r\n`), 200],
    ['complete', 'all bytes of its length', (socket: Socket) => socket.write(`${SIZED}${'x'.repeat(20)}`), 200],
    ['truncated', 'FIN before the head', (socket: Socket) => socket.end(), undefined],
    ['truncated', 'FIN inside of the head', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent'), undefined],
    ['truncated', 'FIN without a last chunk', (socket: Socket) => socket.end(`${HEAD}5\r\n: hi\n\r\n`), 200],
    ['truncated', 'FIN inside of a chunk', (socket: Socket) => socket.end(`${HEAD}5\r\n: `), 200],
    ['truncated', 'FIN short of its length', (socket: Socket) => socket.end(`${SIZED}{}`), 200],
    [
      'truncated',
      'FIN without a last chunk where the connection was to be closed',
      (socket: Socket) => socket.end(`${HEAD.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}5\r\n: hi\n\r\n`),
      200,
    ],
    [
      'truncated',
      'FIN short of its length where the connection was to be closed',
      (socket: Socket) => socket.end(`${SIZED.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}{}`),
      200,
    ],
    ['reset', 'RST before the head', (socket: Socket) => socket.resetAndDestroy(), undefined],
    ['reset', 'RST inside of the body', (socket: Socket) => resetLater(socket, `${HEAD}5\r\n: hi\n\r\n`), 200],
    ['protocol-error', 'no HTTP', (socket: Socket) => socket.write('SSH-2.0-OpenSSH_9.9\r\n'), undefined],
    ['protocol-error', 'a bad chunk size', (socket: Socket) => socket.write(`${HEAD}xyz\r\n`), 200],
    [
      'protocol-error',
      'two lengths',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n'),
      undefined,
    ],
    [
      'complete',
      'a response behind early hints',
      (socket: Socket) => socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${HEAD}0\r\n\r\n`),
      200,
    ],
    [
      'protocol-error',
      'an unasked upgrade',
      (socket: Socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      undefined,
    ],
  ])('is %s for %s', async (ending, _what, onRequest, status) => {
    expect(await endingWith((socket) => void onRequest(socket))).toEqual({ ending, status });
  });

  it('is refused where nothing listens', async () => {
    const server = await startTcp(() => undefined);
    await server.close();
    const { probe, recorder } = probeFor(server.port);
    open.push(() => probe.close());
    const exchange = probe.post('{}', { label: 'one' });
    expect(await exchange.ended()).toBe('refused');
    expect(await exchange.head()).toBeUndefined();
    expect(recorder.events).toMatchObject([
      { kind: 'probe', what: 'fact', name: 'ending', exchange: 'one', value: 'refused' },
    ]);
  });

  it('names what made a response unreadable', async () => {
    const server = await startTcp((socket) => void socket.write('SSH-2.0-OpenSSH_9.9\r\n'));
    const { probe, recorder } = probeFor(server.port);
    open.push(() => probe.close(), server.close);
    await probe.post('{}').ended();
    expect(recorder.events).toContainEqual(
      expect.objectContaining({ kind: 'problem', layer: 'http', code: 'unreadable-response' }),
    );
  });
});
