import { expect, test } from 'vitest';
import { bare, openScripted, postOf, wholeResponse, type ScriptedRig } from './testing/open-scripted.js';
import type { Serve } from './scripted-server.js';
import type { RawConnection } from '../../link/embedded/testing/raw-connection.js';

async function dialled(rig: ScriptedRig, serve: Serve, request = bare('GET')): Promise<RawConnection> {
  rig.server.on({}, serve);
  const client = rig.dial();
  await client.send(request);
  return client;
}

const HEAD = 'HTTP/1.1 200 OK\r\nX-A: 1\r\n';

test.each([
  ['chunked', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
  [{ contentLength: 5 }, 'Content-Length: 5\r\n\r\nhello'],
  ['none', '\r\nhello'],
] as const)(
  'a response with the framing %j is written byte for byte, and the connection goes on',
  async (framing, rest) => {
    const rig = await openScripted();
    const client = await dialled(rig, (exchange) => {
      exchange.head(200, { 'X-A': '1' }, framing);
      exchange.write('hello');
      return exchange.end();
    });
    await client.waitForBytes(HEAD.length + rest.length);
    void client.send(bare('GET'));
    await client.waitForBytes(2 * (HEAD.length + rest.length));
    expect(client.text()).toBe((HEAD + rest).repeat(2));
    expect(client.ending()).toBeUndefined();
  },
);

test('a body that ends with its connection', async () => {
  const rig = await openScripted();
  const client = await dialled(rig, (exchange) => {
    exchange.head(200, { 'X-A': '1' }, 'close');
    exchange.write('hello');
    return exchange.end();
  });
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.text()).toBe(`${HEAD}\r\nhello`);
});

test('fields of the script stand as they are, doubled and contradicting ones too', async () => {
  const rig = await openScripted();
  const client = await dialled(rig, async (exchange) => {
    exchange.head(299, { 'content-LENGTH': '3', Twice: ['a', 'b'] }, { contentLength: 5 });
    exchange.write('hello');
    await exchange.end('fin');
  });
  await client.waitForEnding();
  expect(client.text()).toBe('HTTP/1.1 299 \r\ncontent-LENGTH: 3\r\nTwice: a\r\nTwice: b\r\n\r\nhello');
});

test('informational heads come before the head, raw bytes anywhere', async () => {
  const rig = await openScripted();
  const client = await dialled(rig, async (exchange) => {
    exchange.informational(103, { Link: 'x' });
    exchange.head(200);
    exchange.raw('no chunk');
    await exchange.end('fin');
  });
  await client.waitForEnding();
  expect(client.text()).toBe(
    'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk',
  );
});

test('a plan divides a write into chunks of their own, which leave one by one', async () => {
  const rig = await openScripted();
  const client = await dialled(rig, (exchange) => {
    exchange.head(200);
    exchange.write('abcdefg', { pieces: [1, 2] });
    exchange.write('!');
    return exchange.end();
  });
  const response = await wholeResponse(client);
  expect(response.payload.toString()).toBe('abcdefg!');
  const [, body] = client.text().split('\r\n\r\n1\r\n');
  expect(body).toBe('a\r\n2\r\nbc\r\n2\r\nde\r\n2\r\nfg\r\n1\r\n!\r\n0\r\n\r\n');
  expect(client.reads.length).toBeGreaterThan(2);
});

test('events in any style', async () => {
  const rig = await openScripted();
  const client = await dialled(rig, (exchange) => {
    exchange.event({ data: 'a', id: '1' }, { lineEnding: 'crlf', spaceAfterColon: false });
    exchange.send({ a: 1 }, '2');
    return exchange.end();
  });
  const { payload, headers } = await wholeResponse(client);
  expect(payload.toString()).toBe('id:1\r\ndata:a\r\n\r\nid: 2\ndata: {"a":1}\n\n');
  expect(headers.get('content-type')).toBe('text/event-stream');
});

test.each(['fin', 'rst'] as const)('an end by %s comes after all that was written', async (how) => {
  const rig = await openScripted();
  const client = await dialled(rig, async (exchange) => {
    exchange.head(200);
    exchange.write('x'.repeat(100_000), { pieces: [50_000] });
    await exchange.end(how);
    expect(exchange.open).toBe(false);
  });
  expect(await client.waitForEnding()).toBe(how);
  expect(client.text().match(/x/g)).toHaveLength(100_000);
  expect(rig.server.problems).toEqual([]);
});

test.each(['fin', 'rst'] as const)('an end by %s without a head', async (how) => {
  const rig = await openScripted();
  const client = await dialled(rig, (exchange) => exchange.end(how));
  expect(await client.waitForEnding()).toBe(how);
  expect(client.text()).toBe('');
});

test('silence lasts until the client leaves; what is written then is without effect', async () => {
  const rig = await openScripted();
  const client = await dialled(rig, () => undefined);
  const exchange = await rig.server.arrival('request', {});
  expect(exchange?.open).toBe(true);
  client.finish();
  await exchange?.closed;
  expect(exchange?.open).toBe(false);
  exchange?.head(200);
  exchange?.write('x');
  exchange?.send({});
  await exchange?.end('rst');
  await client.waitForEnding();
  expect(client.text()).toBe('');
});

test('a client that resets its connection has left', async () => {
  const rig = await openScripted();
  const client = await dialled(rig, (exchange) => exchange.stream());
  const exchange = await rig.server.arrival('request', {});
  await client.waitForText('event-stream');
  client.reset();
  await exchange?.closed;
  expect(exchange?.open).toBe(false);
});

test('responses to HEAD and with 204 have no body, whatever is written', async () => {
  const rig = await openScripted();
  const client = await dialled(rig, (exchange) => exchange.respond(200, 'body'), bare('HEAD'));
  await client.waitForText('Content-Length: 4\r\n\r\n');
  rig.server.on({}, (exchange) => exchange.respond(204));
  const before = client.text().length;
  void client.send(bare('GET'));
  await client.waitForText('204');
  expect(client.text().slice(before)).toBe('HTTP/1.1 204 No Content\r\n\r\n');
});

test('pipelined requests are answered one after the other, in their order', async () => {
  const rig = await openScripted();
  const open: (() => void)[] = [];
  const client = await dialled(
    rig,
    (exchange) => void open.push(() => exchange.respond(200, exchange.body)),
    postOf('first') + postOf('second'),
  );
  await rig.server.arrival('first', {});
  expect(rig.server.arrived).toHaveLength(1);
  open[0]?.();
  await rig.server.arrival('second', {}, 2);
  open[1]?.();
  await client.waitForText('second');
  expect(client.text().indexOf('first')).toBeLessThan(client.text().indexOf('second'));
  expect(rig.server.arrived.map(({ number, connection }) => [number, connection])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('a request may come in any pieces, chunked, and wait for leave to send its body', async () => {
  const rig = await openScripted();
  rig.server.on({}, (exchange) => exchange.respond(200, exchange.body));
  const client = rig.dial();
  const head = 'POST /mcp HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n';
  for (const byte of head) await client.send(byte);
  await client.waitForText('100 Continue\r\n\r\n');
  await client.send('3\r\nabc\r\n');
  await client.send('2\r\nde\r\n0\r\n\r\n');
  await client.waitForText('abcde');
});

test.each([
  ['no HTTP at all', '\0\u0001\r\n\r\n'],
  ['an impossible length', 'POST /mcp HTTP/1.1\r\nContent-Length: x\r\n\r\n'],
])('%s is refused, and the server goes on', async (_name, bytes) => {
  const rig = await openScripted();
  const client = rig.dial();
  await client.send(bytes);
  expect(await client.waitForEnding()).toBe('fin');
  expect(client.text()).toMatch(/^HTTP\/1\.1 400 /);
  expect((await rig.exchange(bare('GET'))).status).toBe(405);
});

test('connections that the request or the response wants closed are closed', async () => {
  const rig = await openScripted();
  for (const [request, serve] of [
    [bare('GET', ['Connection: close']), undefined],
    [bare('GET'), { Connection: 'close' }],
    ['GET /mcp HTTP/1.0\r\n\r\n', undefined],
  ] as const) {
    const client = await dialled(rig, (exchange) => exchange.respond(200, 'x', serve ?? {}), request);
    expect(await client.waitForEnding()).toBe('fin');
    expect(client.text().endsWith('x')).toBe(true);
  }
});
