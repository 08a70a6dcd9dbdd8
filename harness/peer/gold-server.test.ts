import { describe, expect, it } from 'vitest';
import { startGold } from '../../fixtures/servers/gold/index.js';
import type { GoldServer } from '../../fixtures/servers/gold/index.js';
import { Recorder } from '../history/recorder.js';
import { SESSION_REVISIONS } from '../spec/revisions.js';
import type { Revision } from '../spec/revisions.js';
import { isObject } from '../wire/jsonrpc.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';
import { createProbe } from './create-probe.js';
import type { OpenProbe } from './create-probe.js';
import { cleanUpAfterEach } from './testing/cleanup.js';

const later = cleanUpAfterEach();

async function setUp(revision: Revision): Promise<{ gold: GoldServer; probe: OpenProbe }> {
  const gold = await startGold();
  const probe = createProbe({
    link: { hostname: '127.0.0.1', port: gold.port },
    target: { host: `127.0.0.1:${gold.port}`, path: '/mcp', headers: {} },
    recorder: new Recorder(),
    revision,
    answerDeadlineMs: 8000,
  });
  later(
    () => probe.close(),
    () => gold.close(),
  );
  return { gold, probe };
}

function structured(answer: ClassifiedMessage | undefined): unknown {
  const result = isObject(answer?.value) ? answer.value['result'] : undefined;
  const content: unknown = isObject(result) ? result['content'] : undefined;
  const block: unknown = Array.isArray(content) ? content[0] : undefined;
  return isObject(block) && typeof block['text'] === 'string' ? JSON.parse(block['text']) : undefined;
}

describe.each(SESSION_REVISIONS)('the probe with the gold server at %s', (revision) => {
  it('calls, counts progress and ends its session', async () => {
    const { gold, probe } = await setUp(revision);
    const session = await probe.connect();
    expect(session.negotiated).toBe(revision);
    const echo = session.callTool('faultline_echo', { text: 'grüße' });
    expect(structured(await echo.answer())).toEqual({ text: 'grüße' });
    const emit = session.callTool('faultline_emit', { count: 20, key: 'k' }, { progressToken: true });
    expect(structured(await emit.answer())).toEqual({ emitted: 20 });
    expect(await emit.ended()).toBe('complete');
    expect(emit.messages.filter(({ method }) => method === 'notifications/progress')).toHaveLength(20);
    expect(await session.terminate().head()).toMatchObject({ status: 200 });
    await probe.close();
    expect(gold.stats()).toEqual({ sessions: 0, streams: 0, pending: 0 });
  });

  it('resumes a stream that it left, and gets its answer there', async () => {
    const { probe } = await setUp(revision);
    const session = await probe.connect();
    const args = { count: 10, intervalMs: 20, key: 'k' };
    const call = session.callTool('faultline_emit', args, { progressToken: 'p', label: 'call-1' });
    await call.message(
      'the third progress',
      (message) => (message.value as { params?: { progress?: number } }).params?.progress === 3,
    );
    call.abort();
    const { lastEventId } = call;
    expect(lastEventId).toBeDefined();
    const resumed = session.resume(lastEventId ?? '');
    expect(structured(await call.answer())).toEqual({ emitted: 10 });
    const progress = [...call.messages, ...resumed.messages].filter(
      ({ method }) => method === 'notifications/progress',
    );
    expect(progress.map(({ value }) => (value as { params: { progress: number } }).params.progress)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it('listens and hears an announcement', async () => {
    const { probe } = await setUp(revision);
    const session = await probe.connect();
    const stream = session.listen();
    expect(await stream.head()).toMatchObject({ status: 200 });
    await session.callTool('faultline_announce', { what: 'tools' }).answer();
    expect(
      await stream.message('list change', ({ method }) => method === 'notifications/tools/list_changed'),
    ).toBeDefined();
  });
});

it('the probe answers an elicitation of the gold server', async () => {
  const { probe } = await setUp('2025-11-25');
  const session = await probe.connect();
  const call = session.callTool('faultline_ask', { message: 'well?' });
  expect(structured(await call.answer())).toEqual({ action: 'accept', answer: 'faultline' });
});

it('the probe posts a batch where batches exist', async () => {
  const { probe } = await setUp('2025-03-26');
  const session = await probe.connect();
  const batch = session.batch([
    { jsonrpc: '2.0', id: 'a', method: 'ping' },
    { jsonrpc: '2.0', id: 'b', method: 'ping' },
  ]);
  await batch.ended();
  expect(batch.messages.map(({ id }) => id).sort()).toEqual(['a', 'b']);
});
