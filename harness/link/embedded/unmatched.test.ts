import { describe, expect, test } from 'vitest';
import {
  FAULTS,
  answer,
  bandwidth,
  blackHole,
  buffer,
  cleanEnd,
  coalesce,
  duplicate,
  fragment,
  gzip,
  headers,
  idleCut,
  latency,
  redirect,
  reset,
  restart,
  slowReader,
  slowWriter,
  truncate,
} from '../../faults/index.js';
import type { FaultSpec, Match } from '../../faults/fault.js';
import { post, withoutLabel } from './testing/raw-http.js';
import { definitionOf } from './testing/record-reader.js';
import { openRig, startExchange } from './testing/rig.js';
import type { Rig } from './testing/rig.js';
import { sampleStream } from './testing/sample-stream.js';

/** One fault of each kind that acts on exchanges; each would do what a peer has to notice. */
function plansFor(on: Match): FaultSpec[] {
  return [
    idleCut({ on, silenceMs: 1, ending: 'rst', phase: 'any' }),
    reset({ on, at: 'request-head' }),
    truncate({ on, at: { events: 1 } }),
    cleanEnd({ on, at: { bodyBytes: 1 } }),
    blackHole({ on, at: 'response-head', direction: 'both', heal: 'lossy' }),
    latency({ on, direction: 'both', delayMs: 3_600_000, jitterMs: 0 }),
    bandwidth({ on, direction: 'both', bytesPerSecond: 1 }),
    fragment({ on, direction: 'both' }),
    coalesce({ on, direction: 'both', windowMs: 3_600_000 }),
    buffer({ on, thresholdBytes: 4096, honoursAccelBuffering: false }),
    gzip({ on, flush: false }),
    answer({ on, status: 500, body: 'html' }),
    headers({ on, direction: 'response', strip: ['content-type'], set: {}, rename: {} }),
    redirect({ on, status: 307, location: '/' }),
    duplicate({ on }),
    restart({ on, at: 'request-head', downMs: 3_600_000 }),
    slowReader({ on, afterBytes: 0 }),
    slowWriter({ on, pieceBytes: 1, intervalMs: 3_600_000 }),
  ];
}

const PLANS = plansFor({ exchange: 'another' });

/** An exchange that no fault is for has to cross byte for byte. */
async function expectUntouchedExchange(rig: Rig): Promise<void> {
  const sample = sampleStream('chunk-per-block');
  const request = post({ label: 'x' });
  const { client, server } = await startExchange(rig, request);
  expect(server.received()).toEqual(withoutLabel(request));
  await server.send(sample.response);
  expect(await client.waitForBytes(sample.response.length)).toEqual(sample.response);
  await rig.recorded('end', (event) => event.kind === 'response-end' && event.side === 'client');
  expect([client.ending(), server.ending()]).toEqual([undefined, undefined]);
  expect(rig.server.connections).toHaveLength(1);
}

describe('a fault for another exchange does nothing, and nothing proves it', () => {
  test.each(PLANS.map((plan) => [plan.kind, plan] as const))('%s', async (_kind, plan) => {
    const rig = await openRig();
    const armed = await rig.link.arm(plan);
    await expectUntouchedExchange(rig);
    rig.expectIdle(armed);
  });

  test('all of them at once', async () => {
    const rig = await openRig();
    const armed = await Promise.all(PLANS.map((plan) => rig.link.arm(plan)));
    await expectUntouchedExchange(rig);
    for (const one of armed) rig.expectIdle(one);
    await Promise.all(armed.map((one) => one.heal()));
  });
});

describe('a fault for every exchange that was healed before the first one does nothing', () => {
  test.each(plansFor({}).map((plan) => [plan.kind, plan] as const))('%s', async (_kind, plan) => {
    const rig = await openRig();
    const armed = await rig.link.arm(plan);
    await armed.heal();
    await expectUntouchedExchange(rig);
    rig.expectIdle(armed);
    expect(rig.view().faults.map((event) => event.status)).toEqual(['planned', 'healed']);
  });
});

describe('the catalogue of faults', () => {
  test('has a definition for each kind, with a proof in words, for this backend', () => {
    const kinds = new Set(PLANS.map((plan) => plan.kind));
    expect(kinds.size).toBe(PLANS.length);
    for (const plan of PLANS) {
      const definition = definitionOf(plan);
      expect(definition.kind).toBe(plan.kind);
      expect(definition.backends).toContain('embedded');
      for (const text of [definition.family, definition.summary, definition.proof]) expect(text).toMatch(/\S/);
    }
    const own = [...FAULTS.values()].filter(({ backends }) => backends.includes('embedded'));
    expect(own).toHaveLength(PLANS.length + 4);
  });

  test('a kind that nobody knows is refused with a plain message', async () => {
    const rig = await openRig();
    await expect(rig.link.arm({ kind: 'no-such-fault' })).rejects.toThrow(/no-such-fault/);
  });
});
