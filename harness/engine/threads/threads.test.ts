import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startGold } from '../../../fixtures/servers/gold/index.js';
import type { GoldServer } from '../../../fixtures/servers/gold/index.js';
import { discoverServer } from '../../sut/discover.js';
import { FIRST_ATTEMPT } from '../case-host.js';
import type { ServerConduct } from '../conduct-request.js';
import { openEnvironment } from '../environment.js';
import { loadServerCases } from '../registry.js';
import type { TargetWatch } from '../target-watch.js';
import { openThread } from './open-thread.js';
import { serveCases } from './serve-cases.js';
import { createThreadRunner } from './thread-runner.js';
import type { ThreadRunner } from './thread-runner.js';

const CASE = 'json-rpc/ping/answered';
const WAITS = 'idle/keep-alive/get';

interface Scene {
  readonly gold: GoldServer;
  readonly request: ServerConduct;
  readonly targetWatch: TargetWatch;
  readonly stop: AbortController;
}

async function scene(ids: readonly string[]): Promise<Scene> {
  const gold = await startGold();
  onTestFinished(() => gold.close());
  const discovery = await discoverServer({ url: new URL(gold.url), headers: {} }, { deadlineMs: 10_000 });
  if (!discovery.ok) throw new Error(discovery.reason);
  const { profile } = discovery;
  const request: ServerConduct = {
    role: 'server',
    target: { url: gold.url, headers: {} },
    profile,
    revisions: profile.revisions,
    selection: { cases: ids, suites: [], faults: [] },
    seed: 1,
    concurrency: 4,
    timeScale: 1,
  };
  const stop = new AbortController();
  const { environment, close } = openEnvironment(request, { signal: stop.signal });
  onTestFinished(close);
  return { gold, request, targetWatch: environment.targetWatch, stop };
}

interface OpenRunner {
  readonly runner: ThreadRunner;
  /** The end at which cases run. */
  readonly far: MessagePort;
}

/** Both ends in this thread, with a real channel between them. */
async function open({ request, targetWatch, stop }: Scene): Promise<OpenRunner> {
  const { port1, port2 } = new MessageChannel();
  serveCases(port1);
  const runner = createThreadRunner(port2, request, { targetWatch, signal: stop.signal });
  onTestFinished(async () => {
    await runner.close();
    port1.close();
  });
  await vi.waitFor(() => expect(runner.isReady).toBe(true), 20_000);
  return { runner, far: port1 };
}

async function theCase(id: string): Promise<Awaited<ReturnType<typeof loadServerCases>>[number]> {
  const [found] = await loadServerCases({ cases: [id], suites: [], faults: [] }).then((all) =>
    all.filter((entry) => entry.id === id),
  );
  if (found === undefined) throw new Error(`there is no case ${id}`);
  return found;
}

describe('a thread that runs cases', () => {
  test('runs a case to the result that it has here, without what only its own thread can use', async () => {
    const { runner } = await open(await scene([CASE]));
    const finished = await runner.run(await theCase(CASE), '2025-11-25', FIRST_ATTEMPT);
    expect(finished).toMatchObject({ result: { id: CASE, verdict: 'pass', revision: '2025-11-25' }, invariants: [] });
    expect(finished?.result.events.length).toBeGreaterThan(0);
  });

  test('abandons what runs when the run is stopped', async () => {
    const set = await scene([WAITS]);
    const { runner } = await open(set);
    const running = runner.run(await theCase(WAITS), '2025-11-25', FIRST_ATTEMPT);
    await vi.waitFor(() => expect(set.gold.stats().sessions).toBe(1));
    set.stop.abort();
    expect(await running).toBeUndefined();
  });

  test('learns of a death of the target, and has its case blamed for it', async () => {
    const set = await scene([WAITS]);
    const { runner } = await open(set);
    const running = runner.run(await theCase(WAITS), '2025-11-25', FIRST_ATTEMPT);
    await vi.waitFor(() => expect(set.gold.stats().streams).toBe(1));
    await set.gold.close();
    await set.targetWatch.look();
    const finished = await running;
    expect(finished?.result.verdict).toBe('fail');
    expect(finished?.result.findings[0]).toMatchObject({ rule: 'guarantee.no-crash', severity: 'fail' });
  });

  test('makes the watch look when its case meets a refusal', async () => {
    const set = await scene([CASE]);
    const { runner } = await open(set);
    await set.gold.close();
    await runner.run(await theCase(CASE), '2025-11-25', FIRST_ATTEMPT);
    // It looks while the case ends, and need not have seen anything by then.
    await vi.waitFor(() => expect(set.targetWatch.death).toBeDefined(), 20_000);
  });

  test('fails what it had under way once it is lost, and takes nothing more', async () => {
    const set = await scene([WAITS]);
    const { runner } = await open(set);
    const running = runner.run(await theCase(WAITS), '2025-11-25', FIRST_ATTEMPT);
    runner.lose('it fell over');
    await expect(running).rejects.toThrow('it fell over');
    expect(runner.isReady).toBe(false);
    await expect(runner.run(await theCase(WAITS), '2025-11-25', FIRST_ATTEMPT)).rejects.toThrow('it fell over');
  });
});

/** A module that makes a thread run one of the sources. */
function fromSource(source: string): URL {
  const [api, module] = [import.meta.resolve('tsx/esm/api'), new URL(source, import.meta.url).href];
  const code = `import { register } from '${api}'; register(); await import('${module}');`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

test('a thread of its own runs cases, and ends when it is closed', async () => {
  const { request, targetWatch, stop } = await scene([CASE]);
  const runner = openThread({ request, targetWatch, signal: stop.signal, entry: fromSource('./case-thread.ts') });
  await vi.waitFor(() => expect(runner.isReady).toBe(true), 60_000);
  const finished = await runner.run(await theCase(CASE), '2025-11-25', FIRST_ATTEMPT);
  expect(finished).toMatchObject({ result: { id: CASE, verdict: 'pass' } });
  await runner.close();
  expect(runner.isReady).toBe(false);
}, 90_000);
