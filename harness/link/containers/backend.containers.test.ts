import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { FaultSpec } from '../../faults/fault.js';
import { FAULTS, answer, disconnect, kill, latency, pause, restart } from '../../faults/index.js';
import { Recorder } from '../../history/recorder.js';
import { viewHistory } from '../../history/view.js';
import { startTopology, type Topology } from '../../topology/start-topology.js';
import type { LinkBackend } from '../backend.js';
import type { ArmedFault, Link } from '../link.js';
import { openBackend } from '../open-backend.js';

let topology: Topology;
let backend: LinkBackend;
const links: Link[] = [];

/** A link to the server of the topology, with a fault on it. */
async function linkUnder(spec: FaultSpec): Promise<{ link: Link; fault: ArmedFault; recorder: Recorder }> {
  const { sut } = topology;
  if (sut === undefined) throw new Error('the topology has no server');
  const recorder = new Recorder();
  const { hostname, port } = sut.dialAt;
  const link = await backend.open({
    upstream: { protocol: 'http:', hostname, port },
    recorder,
    rewriteHost: sut.url.host,
  });
  links.push(link);
  return { link, fault: await link.arm(spec), recorder };
}

/** The status of an initialize through a link; undefined when none came. */
async function initialize({ hostname, port }: Link, label: string, deadlineMs = 10_000): Promise<number | undefined> {
  try {
    const response = await fetch(`http://${hostname}:${port}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'faultline-exchange': label,
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '0' } },
      }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.text();
    return response.status;
  } catch {
    return undefined;
  }
}

function isProven(spec: FaultSpec, recorder: Recorder): boolean {
  return FAULTS.get(spec.kind)?.observed(viewHistory(recorder.events), spec) !== undefined;
}

describe.skipIf(inject('noContainers') !== '')('a link through the containers of a topology', () => {
  beforeAll(async () => {
    topology = await startTopology({ image: 'faultline/gold', signal: new AbortController().signal });
    backend = openBackend(topology.request);
  });

  afterEach(async () => {
    await Promise.all(links.splice(0).map((link) => link.close()));
  });

  afterAll(async () => {
    await backend.close();
    await topology.close();
  });

  test('delays by Toxiproxy', async () => {
    const spec = latency({ direction: 'both', delayMs: 50, jitterMs: 0 });
    const { link, recorder } = await linkUnder(spec);
    expect(await initialize(link, 'call')).toBe(200);
    expect(isProven(spec, recorder)).toBe(true);
  });

  test('is answered by nginx, which the server does not hear of', async () => {
    const spec = answer({ status: 502, body: 'html' });
    const { link, recorder } = await linkUnder(spec);
    expect(await initialize(link, 'call')).toBe(502);
    expect(isProven(spec, recorder)).toBe(true);
    expect(recorder.events.some((event) => event.kind === 'request' && event.side === 'server')).toBe(false);
  });

  test.each([
    ['is paused', pause({ at: 'request-head', on: { exchange: 'first' } })],
    ['is cut off from the network', disconnect({ at: 'request-head', on: { exchange: 'first' } })],
  ])('leads to a server that %s, and goes on when it is back', async (_name, spec) => {
    const { link, fault, recorder } = await linkUnder(spec);
    const first = initialize(link, 'first', 30_000);
    await fault.fired;
    expect(await initialize(link, 'second', 1_000)).toBeUndefined();
    await fault.heal();
    expect(await first).toBe(200);
    expect(await initialize(link, 'third')).toBe(200);
    expect(isProven(spec, recorder)).toBe(true);
  });

  test.each([
    ['is killed', kill({ at: 'request-head', on: { exchange: 'first' } })],
    ['is restarted', restart({ at: 'request-head', downMs: 2_000, on: { exchange: 'first' } })],
  ])('leads to a server that %s, and serves again when it is back', async (_name, spec) => {
    const { link, fault, recorder } = await linkUnder(spec);
    await initialize(link, 'first');
    await fault.fired;
    if (spec.kind === 'kill') expect(await initialize(link, 'second', 3_000)).not.toBe(200);
    await fault.heal();
    expect(await initialize(link, 'third')).toBe(200);
    expect(isProven(spec, recorder)).toBe(true);
  });

  test('finds the server sound again when a case ended in the middle of an outage', async () => {
    const { link, fault } = await linkUnder(pause({ at: 'request-head' }));
    void initialize(link, 'first');
    await fault.fired;
    await link.close();
    const { link: next } = await linkUnder(latency({ direction: 'both', delayMs: 1, jitterMs: 0 }));
    expect(await initialize(next, 'next')).toBe(200);
  });
});
