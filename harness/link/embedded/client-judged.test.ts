import { describe, expect, test } from 'vitest';
import { answer, reset } from '../../faults/index.js';
import { viewHistory, type ExchangeView } from '../../history/view.js';
import { clientLabel } from './client-label.js';
import { call, get, head, jsonResponse, post, result } from './testing/raw-http.js';
import { openRig, startExchange, type Rig } from './testing/rig.js';

const CLIENT = { link: { judged: 'client' } } as const;

/** The exchange as a checker of clients sees it. */
function seen(rig: Rig, label: string): ExchangeView | undefined {
  return viewHistory(rig.recorder.events, 'client').exchange(label);
}

const NOTE = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

test('each request is recorded as it came from the client, and named by what it is', async () => {
  const rig = await openRig(CLIENT);
  const client = rig.dial();
  const bodies = [
    call(1, 'initialize'),
    NOTE,
    call(2, 'tools/call'),
    call(3, 'tools/call'),
    result(9),
    `[${NOTE},${NOTE}]`,
    '{',
  ];
  for (const [turn, body] of bodies.entries()) {
    void client.send(post({ body }));
    const server = await rig.server.connection(1);
    await server.waitUntil(`request ${turn + 1}`, () => server.text().split('Content-Length').length === turn + 2);
    await server.send(head('Content-Length: 0'));
    await client.waitForBytes(head('Content-Length: 0').length * (turn + 1));
  }
  void client.send(get({ target: '/.well-known/oauth-protected-resource?x=1' }));
  const labels = [
    'POST initialize',
    'POST notifications/initialized',
    'POST tools/call',
    'POST tools/call#2',
    'POST response',
    'POST batch',
    'POST',
    'GET /.well-known/oauth-protected-resource',
  ];
  await rig.recorded('last', (event) => event.kind === 'request' && event.exchange === labels.at(-1));
  expect([...viewHistory(rig.recorder.events, 'client').exchanges.keys()]).toEqual(labels);
  const second = seen(rig, 'POST tools/call#2');
  expect(second?.request).toMatchObject({ side: 'client', method: 'POST', target: '/mcp' });
  expect(second?.requestBody).toMatchObject({ side: 'client', complete: true, text: call(3, 'tools/call') });
  expect(second?.sent).toMatchObject([{ side: 'client', message: { id: 3, method: 'tools/call' } }]);
  expect(seen(rig, 'POST batch')?.sent).toHaveLength(2);
});

test('GETs and DELETEs are numbered, and can be cut by their names', async () => {
  const rig = await openRig(CLIENT);
  const first = await startExchange(rig, get({}));
  const second = await startExchange(rig, get({}));
  await rig.recorded('second', (event) => event.kind === 'request' && event.exchange === 'GET#2');
  expect(rig.link.cut('GET#2', 'rst', 'both')).toBe(true);
  expect(await second.client.waitForEnding()).toBe('rst');
  expect(first.client.ending()).toBeUndefined();
  expect(seen(rig, 'GET#2')?.client.end).toMatchObject({ ending: 'link' });
});

test('faults find their exchange by its name, with a number or for all of them', async () => {
  const rig = await openRig(CLIENT);
  const one = await rig.link.arm(answer({ on: { exchange: 'POST tools/call#2' }, status: 503, body: 'empty' }));
  const every = await rig.link.arm(reset({ on: { exchange: 'POST ping' }, at: 'request-sent', sides: 'client' }));
  const { client, server } = await startExchange(rig, post({}));
  await server.send(jsonResponse(result(1)));
  await client.waitForText(result(1));
  void client.send(post({}));
  await client.waitForText('503');
  const pinged = rig.dial();
  void pinged.send(post({ body: call(5, 'ping') }));
  expect(await pinged.waitForEnding()).toBe('rst');
  await rig.expectStruck(one, 1);
  await rig.expectStruck(every, 1);
  expect(seen(rig, 'POST tools/call#2')?.requestBody).toMatchObject({ side: 'client', complete: true });
  expect(seen(rig, 'POST ping')?.sent).toMatchObject([{ message: { id: 5 } }]);
});

test('a body that stops short is recorded as incomplete', async () => {
  const rig = await openRig(CLIENT);
  const client = rig.dial();
  await client.send(post({}).subarray(0, -5));
  client.finish();
  await rig.recorded('body', (event) => event.kind === 'request-body' && event.side === 'client');
  expect(seen(rig, 'POST')?.requestBody).toMatchObject({ complete: false });
});

test('a client that waits for leave to send its body gets it', async () => {
  const rig = await openRig(CLIENT);
  const request = post({ headers: ['Expect: 100-continue'] });
  const headSize = request.indexOf('\r\n\r\n') + 4;
  const { client, server } = await startExchange(rig, request.subarray(0, headSize));
  await server.send('HTTP/1.1 100 Continue\r\n\r\n');
  await client.waitForText('100 Continue');
  await client.send(request.subarray(headSize));
  await server.waitForBytes(request.length);
  await rig.recorded('body', (event) => event.kind === 'request-body' && event.side === 'client');
  expect(seen(rig, 'POST')?.sent).toMatchObject([{ message: { method: 'tools/call' } }]);
});

test('without the option the client side has no requests', async () => {
  const rig = await openRig();
  await rig.roundTrip();
  expect(rig.recorder.events.some((event) => event.kind === 'request' && event.side === 'client')).toBe(false);
});

describe('a name', () => {
  test('never looks like one that the link has numbered, nor breaks a line', () => {
    const message = { kind: 'request', method: 'x#2\n', problems: [], value: {} } as const;
    const request = { method: 'POST', target: '/', version: 'HTTP/1.1', headers: [] };
    expect(clientLabel(request, [{ ...message, problems: [] }])).toBe('POST x?2?');
  });
});
