import { expect, test, onTestFinished } from 'vitest';
import { openRawPeers } from './raw-peers.js';
import type { RawPeers } from './raw-peers.js';

function peersForTest(): RawPeers {
  const peers = openRawPeers();
  onTestFinished(() => peers.close());
  return peers;
}

test('bytes cross in steps, and each end keeps what it received', async () => {
  const peers = peersForTest();
  const server = await peers.listen();
  const client = peers.dial(server.port);
  void client.send('ping é');
  const accepted = await server.connection(1);
  expect(await accepted.waitForText('ping é')).toBe('ping é');
  await accepted.send('pong');
  await client.waitForBytes(4);
  expect(client.text()).toBe('pong');
  expect(client.arrivedAtMs(1)).toBe(client.reads[0]?.atMs);
});

test('a FIN, a RST and a refusal are told apart', async () => {
  const peers = peersForTest();
  const server = await peers.listen();
  const ended = peers.dial(server.port);
  (await server.connection(1)).finish();
  expect(await ended.waitForEnding()).toBe('fin');
  const reset = peers.dial(server.port);
  (await server.connection(2)).reset();
  expect(await reset.waitForEnding()).toBe('rst');
  await server.stopListening();
  expect(await peers.dial(server.port).waitForEnding()).toBe('refused');
});

test('an end in one direction leaves the other one open', async () => {
  const peers = peersForTest();
  const server = await peers.listen();
  const client = peers.dial(server.port);
  client.finish();
  const accepted = await server.connection(1);
  expect(await accepted.waitForEnding()).toBe('fin');
  await accepted.send('late');
  await client.waitForText('late');
  expect(client.ending()).toBeUndefined();
});

test('close ends the connections of both ends', async () => {
  const peers = peersForTest();
  const server = await peers.listen({ script: (connection) => void connection.send('hello') });
  const client = peers.dial(server.port);
  await client.waitForText('hello');
  await peers.close();
  expect(client.socket.destroyed).toBe(true);
  expect(server.connections.every((connection) => connection.socket.destroyed)).toBe(true);
});
