import { expect, test } from 'vitest';
import { startScriptedServer } from './start-scripted-server.js';
import { bare, openScripted, postOf, request, toolCall } from './testing/open-scripted.js';

test('the newest rule that matches serves; after its times the older ones and the defaults do', async () => {
  const rig = await openScripted();
  rig.server.on({ method: 'GET' }, (exchange) => exchange.respond(201));
  rig.server.on({ method: 'GET' }, (exchange) => exchange.respond(202), { times: 2 });
  rig.server.on({ method: 'PUT' }, (exchange) => exchange.respond(203));
  const statuses: number[] = [];
  for (let nth = 1; nth <= 3; nth += 1) statuses.push((await rig.exchange(bare('GET'))).status);
  expect(statuses).toEqual([202, 202, 201]);
  expect((await rig.exchange(bare('PUT'))).status).toBe(203);
  expect((await rig.exchange(bare('OPTIONS'))).status).toBe(405);
});

test('a match looks at the method, the message, the tool, the cursor and whatever else', async () => {
  const rig = await openScripted();
  rig.server.on({}, (exchange) => exchange.respond(200, 'other'));
  rig.server.on({ rpc: 'ping' }, (exchange) => exchange.respond(200, 'ping'));
  rig.server.on({ tool: 'x' }, (exchange) => exchange.respond(200, 'tool'));
  rig.server.on({ resumes: true }, (exchange) => exchange.respond(200, 'resumes'));
  rig.server.on({ resumes: false }, (exchange) => exchange.respond(200, 'begins'));
  rig.server.on({ where: ({ target }) => target === '/where' }, (exchange) => exchange.respond(200, 'where'));
  const texts: string[] = [];
  for (const text of [
    postOf(JSON.stringify(request(1, 'ping'))),
    postOf(JSON.stringify(toolCall(1, 'x'))),
    postOf(JSON.stringify(toolCall(1, 'y'))),
    bare('GET', ['last-event-id: 1']),
    bare('GET'),
    bare('GET', [], '/where'),
    postOf('garbage'),
  ]) {
    texts.push((await rig.exchange(text)).payload.toString());
  }
  expect(texts).toEqual(['ping', 'tool', 'other', 'resumes', 'begins', 'where', 'other']);
});

test('a rule can fall through to the older ones and to the defaults', async () => {
  const rig = await openScripted();
  await rig.initialize();
  const passed: string[] = [];
  rig.server.on({ rpc: 'ping' }, async (exchange) => {
    passed.push('older');
    await exchange.fallThrough();
  });
  rig.server.on({ rpc: 'ping' }, async (exchange) => {
    passed.push('newer');
    await exchange.fallThrough();
  });
  expect(JSON.parse((await rig.rpc(request(1, 'ping'))).payload.toString())).toEqual({
    jsonrpc: '2.0',
    id: 1,
    result: {},
  });
  expect(passed).toEqual(['newer', 'older']);
});

test.each([
  [
    'at once',
    () => {
      throw new Error('wrong script');
    },
  ],
  ['later', () => Promise.reject(new Error('wrong script'))],
  ['by a body without a head', (exchange: { write: (text: string) => void }) => exchange.write('x')],
])('a script that throws %s is a problem of the case, and the client does not wait for ever', async (_when, serve) => {
  const rig = await openScripted();
  rig.server.on({}, serve);
  const client = rig.dial();
  void client.send(bare('GET'));
  expect(await client.waitForEnding()).toBe('fin');
  expect((await rig.server.failure).message).toMatch(/wrong script|must have a head/);
  expect(rig.server.problems).toHaveLength(1);
});

test('arrivals are found in the past and in the future; a missed one is recorded', async () => {
  const rig = await openScripted();
  const second = rig.server.arrival('second GET', { method: 'GET' }, 2);
  await rig.exchange(bare('GET'));
  expect((await rig.server.arrival('first GET', { method: 'GET' }))?.number).toBe(1);
  await rig.exchange(bare('GET'));
  expect((await second)?.number).toBe(2);
  expect(await rig.server.arrival('never', { method: 'PUT' }, 1, 5)).toBeUndefined();
  expect(rig.recorder.events).toMatchObject([{ kind: 'probe', what: 'deadline', name: 'never' }]);
});

test.each(['fin', 'rst'] as const)(
  'a stop by %s ends connections, refuses new ones, and a start opens the same port',
  async (how) => {
    const rig = await openScripted({ offersGetStream: true });
    const session = await rig.initialize();
    const { port } = rig.server;
    const stream = rig.dial();
    void stream.send(bare('GET', [`Mcp-Session-Id: ${session}`]));
    await stream.waitForText('event-stream');
    const idle = rig.dial();
    await rig.exchange(bare('PUT'));
    await rig.server.stop(how);
    await rig.server.stop(how);
    expect(await stream.waitForEnding()).toBe(how);
    expect(['fin', 'rst']).toContain(await idle.waitForEnding());
    expect(await rig.dial().waitForEnding()).toBe('refused');
    await rig.server.start('kept');
    expect(rig.server.port).toBe(port);
    expect((await rig.rpc(request(1, 'ping'))).status).toBe(200);
    await rig.server.stop(how);
    await rig.server.start('lost');
    expect((await rig.rpc(request(1, 'ping'))).status).toBe(404);
  },
);

test('forgotten sessions get 404, on connections that stay', async () => {
  const rig = await openScripted();
  const session = await rig.initialize();
  expect(rig.server.sessions).toEqual([session]);
  rig.server.forgetSessions();
  expect((await rig.rpc(request(1, 'ping'))).status).toBe(404);
  const next = await rig.initialize();
  expect(rig.server.session).toBe(next);
  expect((await rig.rpc(request(1, 'ping'))).status).toBe(200);
});

test('executions are counted by key or name, those of rules only where the rule says so', async () => {
  const rig = await openScripted();
  await rig.initialize();
  await rig.rpc(toolCall(1, 'faultline_add', { key: 'k' }));
  await rig.rpc(toolCall(2, 'faultline_echo', { text: 't' }));
  rig.server.on({ tool: 'faultline_add' }, (exchange) => exchange.result({}), { times: 1 });
  await rig.rpc(toolCall(3, 'faultline_add', { key: 'k' }));
  expect([rig.server.executions('k'), rig.server.executions('faultline_echo')]).toEqual([1, 1]);
  rig.server.on({ tool: 'faultline_add' }, (exchange) => {
    exchange.countExecution();
    return exchange.end('rst');
  });
  const client = rig.dial();
  void client.send(
    postOf(JSON.stringify(toolCall(4, 'faultline_add', { key: 'k' })), [`Mcp-Session-Id: ${rig.server.session ?? ''}`]),
  );
  await client.waitForEnding();
  expect(rig.server.executions('k')).toBe(2);
});

test('messages are pushed on the newest open GET stream', async () => {
  const rig = await openScripted({ offersGetStream: true });
  const session = await rig.initialize();
  expect(rig.server.push({})).toBe(false);
  const streams = [rig.dial(), rig.dial()];
  for (const stream of streams) {
    void stream.send(bare('GET', [`Mcp-Session-Id: ${session}`]));
    await stream.waitForText('event-stream');
  }
  expect(rig.server.push({ nth: 1 }, 'e1')).toBe(true);
  await streams[1]?.waitForText('id: e1\ndata: {"nth":1}\n\n');
  streams[1]?.finish();
  await rig.server.arrived.at(-1)?.closed;
  rig.server.push({ nth: 2 });
  await streams[0]?.waitForText('{"nth":2}');
  expect(streams[0]?.text()).not.toContain('"nth":1');
});

test('close ends sockets, waits and running calls, also by the signal', async () => {
  const controller = new AbortController();
  const server = await startScriptedServer({ signal: controller.signal });
  const waiting = server.arrival('never', {});
  controller.abort();
  await server.close();
  expect(await waiting).toBeUndefined();
  expect(await server.arrival('late', {})).toBeUndefined();
  const closedBefore = await startScriptedServer({ signal: controller.signal });
  await closedBefore.close();
});
