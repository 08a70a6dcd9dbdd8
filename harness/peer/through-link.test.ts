import { expect, it } from 'vitest';
import { startGold } from '../../fixtures/servers/gold/index.js';
import { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import { openEmbeddedLink } from '../link/embedded/embedded-link.js';
import type { Link } from '../link/link.js';
import { createProbe } from './create-probe.js';
import type { OpenProbe } from './create-probe.js';
import { labelLine } from './labels.js';
import { cleanUpAfterEach } from './testing/cleanup.js';

const later = cleanUpAfterEach();

async function setUp(): Promise<{ probe: OpenProbe; link: Link; recorder: Recorder }> {
  const gold = await startGold();
  const recorder = new Recorder();
  const upstream = { protocol: 'http:', hostname: '127.0.0.1', port: gold.port } as const;
  const host = `127.0.0.1:${gold.port}`;
  const link = await openEmbeddedLink({ upstream, recorder, rewriteHost: host });
  const target = { host, path: '/mcp', headers: {} };
  const probe = createProbe({ link, target, recorder, revision: '2025-11-25', answerDeadlineMs: 8000 });
  later(async () => {
    await probe.close();
    await link.close();
    await gold.close();
  });
  return { probe, link, recorder };
}

it('probe and link together record each response once a side, under the same label', async () => {
  const { probe, recorder } = await setUp();
  const session = await probe.connect();
  const call = session.callTool('faultline_emit', { count: 5 }, { progressToken: true, label: 'call-1' });
  expect(await call.answer()).toBeDefined();
  expect(await call.ended()).toBe('complete');
  await probe.close();
  const seen = viewHistory(recorder.events).exchange('call-1');
  for (const side of ['server', 'client'] as const) {
    const ofSide = recorder.events.filter(
      (event) => 'side' in event && event.side === side && 'exchange' in event && event.exchange === 'call-1',
    );
    expect(ofSide.filter(({ kind }) => kind === 'response')).toHaveLength(1);
    expect(ofSide.filter(({ kind }) => kind === 'response-end')).toHaveLength(1);
    expect(seen?.[side].events.length).toBe(call.events.length);
    expect(seen?.[side].messages.length).toBe(6);
  }
  expect(seen?.sent).toHaveLength(1);
  expect(seen?.request?.headers.some(([name]) => name.toLowerCase() === 'faultline-exchange')).toBe(false);
  expect(recorder.events.filter(({ kind }) => kind === 'problem')).toEqual([]);
});

it.each([
  ['fin', ['truncated']],
  // How the kernel hands over a reset is not in the link's power.
  ['rst', ['reset', 'truncated']],
] as const)('an exchange that the link cut by %s is over, and its call unanswered', async (how, endings) => {
  const { probe, link } = await setUp();
  const session = await probe.connect();
  const call = session.callTool('faultline_sleep', { ms: 3_600_000 }, { label: 'call-1' });
  await call.head();
  expect(link.cut('call-1', how, 'client')).toBe(true);
  expect(endings).toContain(await call.ended());
  expect(await call.answer()).toBeUndefined();
});

it('a raw socket goes through the link under its label', async () => {
  const { probe, recorder } = await setUp();
  const socket = await probe.socket('raw');
  await socket.write(`GET /mcp HTTP/1.1\r\nHost: x\r\n${labelLine(socket.label)}\r\n`);
  expect((await socket.head())?.status).toBeGreaterThanOrEqual(400);
  expect(viewHistory(recorder.events).exchange('raw')?.server.head).toBeDefined();
});
