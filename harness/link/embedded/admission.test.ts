import { describe, expect, test } from 'vitest';
import { acceptClose, connectionLimit, refuse } from '../../faults/index.js';
import { CHUNKED_SSE, chunk, get, readResponse, sseEvent } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';

describe('refuse', () => {
  test('new connections are refused, live ones go on, and a heal opens the same port', async () => {
    const rig = await openRig();
    const { client, server } = await startExchange(rig, get({ label: 'live' }));
    await server.send(CHUNKED_SSE);
    await client.waitForBytes(CHUNKED_SSE.length);
    const { port } = rig.link;
    const armed = await rig.link.arm(refuse({}));
    expect(await rig.dial().waitForEnding()).toBe('refused');
    void server.send(chunk(sseEvent('still here')));
    await client.waitForText('still here');
    void client.socket.write('');
    expect([client.ending(), server.ending()]).toEqual([undefined, undefined]);
    await rig.expectStruck(armed, 1);
    await armed.heal();
    expect(rig.link.port).toBe(port);
    await rig.roundTrip();
    expect(rig.view().faults.map((event) => event.status)).toEqual(['planned', 'fired', 'healed']);
  });

  test('a heal twice, and a second round, do no harm', async () => {
    const rig = await openRig();
    for (const id of ['first', 'second']) {
      const armed = await rig.link.arm(refuse({ id }));
      expect(await rig.dial().waitForEnding()).toBe('refused');
      await armed.heal();
      await armed.heal();
      await rig.roundTrip();
    }
    expect(rig.view().faults.filter((event) => event.status === 'healed')).toHaveLength(2);
  });
});

describe('accept and close', () => {
  test.each(['fin', 'rst'] as const)(
    'the next connections end by %s at once, those after them work',
    async (ending) => {
      const rig = await openRig();
      const armed = await rig.link.arm(acceptClose({ count: 2, ending }));
      for (let nth = 1; nth <= 2; nth += 1) {
        const client = rig.dial();
        expect(await client.waitForEnding()).toBe(ending);
        expect(client.received()).toHaveLength(0);
      }
      await rig.roundTrip();
      expect(rig.server.connections.filter((connection) => connection.received().length > 0)).toHaveLength(1);
      await rig.expectStruck(armed, 2);
      const ended = rig.connectionEvents('client').filter((event) => event.what === ending && event.from === 'link');
      expect(ended.length).toBeGreaterThanOrEqual(2);
    },
  );

  test('a healed one lets everybody in', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(acceptClose({ count: 5, ending: 'fin' }));
    await armed.heal();
    await rig.roundTrip();
    rig.expectIdle(armed);
  });
});

describe('connection limit', () => {
  test('a connection beyond the limit is closed; when one leaves, the next gets in', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(connectionLimit({ max: 1, beyond: 'close' }));
    const { client, server } = await startExchange(rig, get({ label: 'inside' }));
    const beyond = rig.dial();
    expect(['fin', 'rst']).toContain(await beyond.waitForEnding());
    expect(beyond.received()).toHaveLength(0);
    void server.send(CHUNKED_SSE);
    await client.waitForBytes(CHUNKED_SSE.length);
    expect(client.ending()).toBeUndefined();
    await rig.expectStruck(armed, 1);
    client.reset();
    await server.waitForEnding();
    await rig.recorded(
      'departure',
      (event) =>
        event.kind === 'connection' && event.side === 'client' && event.what === 'closed' && event.from === 'peer',
    );
    await rig.roundTrip();
  });

  test('a connection beyond the limit is answered 503', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(connectionLimit({ max: 1, beyond: '503' }));
    await startExchange(rig, get({ label: 'inside' }));
    const beyond = rig.dial();
    void beyond.send(get({ label: 'beyond' }));
    await beyond.waitForText('\r\n\r\n');
    expect(readResponse(beyond.received()).status).toBe(503);
    expect(
      rig.server.connections
        .slice(1)
        .map((connection) => connection.text())
        .join(''),
    ).toBe('');
    await rig.expectStruck(armed, 1);
    await rig.recorded('answer', (event) => event.kind === 'response' && event.status === 503 && event.by === 'link');
  });

  test('a limit that nobody reached has not struck', async () => {
    const rig = await openRig();
    const armed = await rig.link.arm(connectionLimit({ max: 2, beyond: 'close' }));
    await rig.roundTrip();
    rig.expectIdle(armed);
  });
});
