import { describe, expect, test } from 'vitest';
import { alternate, duplicate, restart } from '../../faults/index.js';
import {
  CHUNKED_SSE,
  chunk,
  get,
  head,
  jsonResponse,
  post,
  result,
  sseEvent,
  withoutLabel,
} from './testing/raw-http.js';
import { openRawPeers } from './testing/raw-peers.js';
import { openRig, startExchange } from './testing/rig.js';

const ON = { exchange: 'x' };

describe('duplicate', () => {
  test('the server gets the request twice, on two connections; the client gets the first answer, once', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(duplicate({ on: ON }));
    const client = rig.dial();
    const request = post({ label: 'x' });
    void client.send(request);
    const both = [await rig.server.connection(1), await rig.server.connection(2)];
    for (const server of both)
      expect(await server.waitForBytes(withoutLabel(request).length)).toEqual(withoutLabel(request));
    const first = rig.exchange('x').request?.connection;
    const openings = rig.connectionEvents('server').filter((event) => event.what === 'open');
    expect(openings.map((event) => event.connection)).toContain(first);
    await both[0]?.send(jsonResponse(result(1, 'first')));
    await both[1]?.send(jsonResponse(result(1, 'other')));
    await client.waitForBytes(jsonResponse(result(1, 'first')).length);
    for (const label of ['x', 'x#duplicate'])
      await rig.recorded(
        `answer to ${label}`,
        (event) => event.kind === 'response-end' && event.side === 'server' && event.exchange === label,
      );
    await rig.roundTrip();
    expect(client.received()).toHaveLength(jsonResponse(result(1, 'first')).length);
    expect(client.text().match(/HTTP\/1\.1/g)).toHaveLength(1);
    await rig.expectComplete('x');
    await rig.expectStruck(armed, 1);
    expect(rig.exchange('x#duplicate').request).toMatchObject({ method: 'POST', side: 'server' });
    expect(rig.exchange('x#duplicate').sent).toMatchObject([{ message: { method: 'tools/call' } }]);
    expect(rig.exchange('x').sent).toHaveLength(1);
  });

  test('another exchange is delivered once', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(duplicate({ on: ON }));
    await rig.roundTrip();
    expect(rig.server.connections).toHaveLength(1);
    rig.expectIdle(armed);
  });
});

describe('restart', () => {
  test('upstream connections are reset, new ones wait outside until the hook is done', async () => {
    let begin: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const done = new Promise<void>((resolve) => (finish = resolve));
    const rig = await openRig({
      link: {
        restart: () => {
          begin();
          return done;
        },
      },
    });
    const stream = await startExchange(rig, get({ label: 'stream' }));
    const armed = await rig.link.arm(restart({ on: ON, at: 'request-sent', downMs: 0 }));
    const call = await startExchange(rig, post({ label: 'x' }));
    expect(call.server.received()).toEqual(withoutLabel(post({ label: 'x' })));
    expect(await call.server.waitForEnding()).toBe('rst');
    expect(await stream.server.waitForEnding()).toBe('rst');
    expect(['fin', 'rst']).toContain(await call.client.waitForEnding());
    expect(['fin', 'rst']).toContain(await stream.client.waitForEnding());
    await begun;
    const early = rig.dial();
    void early.send(get({ label: 'early' }));
    expect(['fin', 'rst', 'refused']).toContain(await early.waitForEnding());
    expect(rig.server.connections).toHaveLength(2);
    finish();
    await rig.recorded('healed', (event) => event.kind === 'fault' && event.status === 'healed');
    await rig.roundTrip();
    await rig.expectStruck(armed, 1);
  });

  test('without a hook it lasts for the given time', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(restart({ on: ON, at: { events: 1 }, downMs: 40 }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const response = CHUNKED_SSE + chunk(sseEvent('one')).toString();
    const sentAtMs = await server.send(response);
    expect(await server.waitForEnding()).toBe('rst');
    await client.waitForEnding();
    expect(client.text().startsWith(`${CHUNKED_SSE}${chunk(sseEvent('one')).toString().slice(0, -2)}`)).toBe(true);
    await rig.recorded('healed', (event) => event.kind === 'fault' && event.status === 'healed');
    expect(performance.now() - sentAtMs).toBeGreaterThanOrEqual(39);
    await rig.roundTrip();
    await rig.expectStruck(armed, 1);
  });
});

describe('alternate', () => {
  test('connections go to the two servers by turns', async () => {
    const peers = openRawPeers();
    const other = await peers.listen();
    const rig = await openRig({
      link: { secondUpstream: { protocol: 'http:', hostname: '127.0.0.1', port: other.port } },
      server: { script: () => undefined },
    });
    const armed = await rig.link.arm(alternate({}));
    const turns: string[] = [];
    for (let nth = 1; nth <= 4; nth += 1) {
      const client = rig.dial();
      const request = get({ target: `/${nth}` });
      void client.send(request);
      const arrived = await Promise.any(
        Object.entries({ first: rig.server, second: other }).map(async ([name, server]) => {
          const upstream = await server.connectionWith(`GET /${nth} `);
          await upstream.waitForBytes(request.length);
          return { name, upstream };
        }),
      );
      turns.push(arrived.name);
      await arrived.upstream.send(head('Content-Length: 0'));
      await client.waitForBytes(head('Content-Length: 0').length);
      client.finish();
    }
    expect(turns[0]).not.toBe(turns[1]);
    expect(turns.slice(2)).toEqual(turns.slice(0, 2));
    await rig.expectStruck(armed);
    await peers.close();
  });

  test('requests on one connection reach both servers too', async () => {
    const peers = openRawPeers();
    const requests: string[] = [];
    const answerAs = (name: string) => ({
      script: (connection: {
        socket: { on: (event: 'data', read: () => void) => unknown };
        send: (text: string) => unknown;
      }) => {
        connection.socket.on('data', () => {
          requests.push(name);
          void connection.send(head('Content-Length: 0'));
        });
      },
    });
    const other = await peers.listen(answerAs('second'));
    const rig = await openRig({
      link: { secondUpstream: { protocol: 'http:', hostname: '127.0.0.1', port: other.port } },
      server: answerAs('first'),
    });
    await rig.link.arm(alternate({}));
    const client = rig.dial();
    for (let nth = 1; nth <= 4; nth += 1) {
      void client.send(get({}));
      await client.waitForBytes(nth * head('Content-Length: 0').length);
    }
    expect(requests[0]).not.toBe(requests[1]);
    expect(requests.slice(2)).toEqual(requests.slice(0, 2));
    await peers.close();
  });
});
