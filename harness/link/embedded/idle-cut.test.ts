import { describe, expect, test } from 'vitest';
import { idleCut } from '../../faults/index.js';
import { CHUNKED_SSE, chunk, get, jsonResponse, post, result, sseEvent } from './testing/raw-http.js';
import { useManualClock } from './testing/manual-clock.js';
import { openRig, startExchange } from './testing/rig.js';

const ON = { exchange: 'x' };

test.each(['fin', 'rst'] as const)(
  'silence after the head ends both sides by %s, without a last chunk',
  async (ending) => {
    const rig = await openRig();
    const silenceMs = 60;
    const armed = await rig.link.arm(idleCut({ on: ON, silenceMs, ending, phase: 'after-head' }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    const sent = CHUNKED_SSE + chunk(sseEvent('one')).toString();
    const sentAtMs = await server.send(sent);
    expect(await client.waitForEnding()).toBe(ending);
    expect(await server.waitForEnding()).toBe(ending);
    expect(client.text()).toBe(sent);
    expect(client.endedAtMs() - sentAtMs).toBeGreaterThanOrEqual(silenceMs - 1);
    await rig.expectStruck(armed, 1);
    for (const side of ['client', 'server'] as const)
      expect(rig.connectionEvents(side)).toContainEqual(expect.objectContaining({ what: ending, from: 'link' }));
    expect(rig.exchange('x').client.end).toMatchObject({ ending: 'link' });
    expect(rig.exchange('x').server.end).toMatchObject({ ending: 'link' });
  },
);

test('silence before the head ends an exchange that has no answer yet', async () => {
  const rig = await openRig();
  const armed = await rig.link.arm(idleCut({ on: ON, silenceMs: 50, ending: 'fin', phase: 'before-head' }));
  const { client, server } = await startExchange(rig, post({ label: 'x' }));
  expect(await client.waitForEnding()).toBe('fin');
  expect(await server.waitForEnding()).toBe('fin');
  expect(client.received()).toHaveLength(0);
  await rig.expectStruck(armed, 1);
});

describe('with a clock that stands still', () => {
  test('each forwarded byte starts the silence anew, a comment included', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(idleCut({ on: ON, silenceMs: 100, ending: 'fin', phase: 'any' }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(CHUNKED_SSE);
    await client.waitForBytes(CHUNKED_SSE.length);
    for (let nth = 1; nth <= 4; nth += 1) {
      await clock.advance(90);
      expect(client.ending()).toBeUndefined();
      void server.send(chunk(`: ${nth}\n\n`));
      await client.waitForText(`: ${nth}`);
    }
    await clock.advance(95);
    expect(client.ending()).toBeUndefined();
    await clock.advance(10);
    expect(await client.waitForEnding()).toBe('fin');
    await rig.expectStruck(armed, 1);
  });

  test('bytes of the request count as well', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(idleCut({ on: ON, silenceMs: 100, ending: 'fin', phase: 'any' }));
    const request = post({ label: 'x', body: 'x'.repeat(1000) });
    const { client, server } = await startExchange(rig, request.subarray(0, request.length - 500));
    const before = server.received().length;
    for (let nth = 1; nth <= 3; nth += 1) {
      await clock.advance(90);
      void client.send('x');
      await server.waitForBytes(before + nth);
    }
    expect(server.ending()).toBeUndefined();
    await clock.advance(105);
    expect(await server.waitForEnding()).toBe('fin');
    expect(await client.waitForEnding()).toBe('fin');
    await rig.expectStruck(armed, 1);
  });

  test('a cut for silence before the head leaves a silent stream alone', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(idleCut({ on: ON, silenceMs: 50, ending: 'fin', phase: 'before-head' }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    void server.send(CHUNKED_SSE);
    await client.waitForBytes(CHUNKED_SSE.length);
    await clock.advance(120);
    void server.send(chunk(sseEvent('late')));
    await client.waitForText('late');
    rig.expectIdle(armed);
  });

  test('a cut for silence after the head leaves a slow answer alone', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(idleCut({ on: ON, silenceMs: 50, ending: 'fin', phase: 'after-head' }));
    const { client, server } = await startExchange(rig, post({ label: 'x' }));
    await clock.advance(120);
    const answer = jsonResponse(result(1));
    void server.send(answer);
    await client.waitForBytes(answer.length);
    expect(client.text()).toBe(answer);
    rig.expectIdle(armed);
  });

  test('an exchange that is over is not cut: its connection can wait for the next one', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(idleCut({ on: ON, silenceMs: 50, ending: 'rst', phase: 'any' }));
    const { client, server } = await startExchange(rig, post({ label: 'x' }));
    const answer = jsonResponse(result(1));
    void server.send(answer);
    await client.waitForBytes(answer.length);
    await clock.advance(120);
    void client.send(get({ label: 'next' }));
    await server.waitForText('GET /mcp');
    void server.send(answer);
    await client.waitForBytes(2 * answer.length);
    expect(client.ending()).toBeUndefined();
    rig.expectIdle(armed);
  });

  test('no cut comes after the fault is healed', async () => {
    const clock = useManualClock();
    const rig = await openRig();
    const armed = await rig.link.arm(idleCut({ on: ON, silenceMs: 50, ending: 'fin', phase: 'any' }));
    const { client, server } = await startExchange(rig, get({ label: 'x' }));
    await clock.advance(40);
    await armed.heal();
    await clock.advance(100);
    void server.send(jsonResponse(result(1)));
    await client.waitForText('done');
    rig.expectIdle(armed);
  });
});
