import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GoldServer } from '../../fixtures/servers/gold/index.js';
import { startGold } from '../../fixtures/servers/gold/index.js';
import { answersCall } from '../checkers/answers-call.js';
import { checker } from '../checkers/judge.js';
import { reset } from '../faults/index.js';
import { PreconditionError } from '../peer/probe.js';
import { discoverServer } from '../sut/discover.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerCase } from './case.js';
import { serverCase } from './case.js';
import type { ServerContext } from './context.js';
import { runCase } from './run-case.js';
import type { FinishedCase } from './run-case.js';
import { serverHost } from './server-host.js';
import { environmentFor } from './testing/environment.js';

let gold: GoldServer;
let profile: ServerProfile;

beforeAll(async () => {
  gold = await startGold();
  const target = { url: new URL(gold.url), headers: {} };
  const discovery = await discoverServer(target, { deadlineMs: 10_000 });
  if (!discovery.ok) throw new Error(discovery.reason);
  profile = discovery.profile;
});

afterAll(async () => {
  await gold.close();
});

async function run(more: Partial<ServerCase>): Promise<FinishedCase> {
  const environment = environmentFor(gold.url, {
    headers: { 'x-token': 'hush' },
    profileAt: () => profile.byRevision['2025-11-25']!,
  });
  const definition = serverCase({
    id: 'engine/test/case',
    title: 'a case',
    about: '',
    fix: '',
    requirements: ['ping.respond'],
    judges: [answersCall('ping', 'ping.respond', { with: 'result' })],
    script: pingOnce,
    ...more,
  });
  const finished = await runCase(definition, '2025-11-25', [], serverHost(environment));
  return finished!;
}

async function pingOnce(context: ServerContext): Promise<void> {
  const session = await context.connect();
  await session.request('ping', undefined, { label: 'ping' }).answer();
}

describe('a case that is run', () => {
  test('passes when the target does what its checkers want', async () => {
    const { result } = await run({});
    expect(result).toMatchObject({ verdict: 'pass', revision: '2025-11-25', suite: 'engine', role: 'server' });
    expect(result.reproduce).toContain('--case engine/test/case');
  });

  test('shows no value of a header in the command that repeats it', async () => {
    const { result } = await run({});
    expect(result.reproduce).toContain("--header 'x-token: ***'");
    expect(JSON.stringify(result.reproduce)).not.toContain('hush');
  });

  test('leaves no session on the target', async () => {
    await run({});
    expect(gold.stats()).toEqual({ sessions: 0, streams: 0, pending: 0 });
  });

  test('is an error of the harness when its script throws', async () => {
    const { result } = await run({ script: () => Promise.reject(new TypeError('a slip')) });
    expect(result).toMatchObject({ verdict: 'error', message: 'a slip' });
  });

  test('is inconclusive when a precondition is missing', async () => {
    const { result } = await run({ script: () => Promise.reject(new PreconditionError('no stream came')) });
    expect(result).toMatchObject({ verdict: 'inconclusive', message: 'no stream came' });
  });

  test('is inconclusive when its script does not come to an end', async () => {
    const script = async (context: ServerContext): Promise<void> => {
      await pingOnce(context);
      await new Promise(() => undefined);
    };
    const { result, missedMs } = await run({ script, budgetMs: 300 });
    expect(result.verdict).toBe('inconclusive');
    expect(missedMs).toBe(300);
  });

  test('is inconclusive when its fault never strikes, although all is well', async () => {
    const { result } = await run({ faults: [reset({ on: { exchange: 'nowhere' }, at: 'response-head' })] });
    expect(result.verdict).toBe('inconclusive');
    expect(result.message).toContain('reset');
  });

  test('records that its fault was seen on the wire', async () => {
    const { result } = await run({
      faults: [reset({ on: { exchange: 'lost' }, at: 'response-head' })],
      script: async (context: ServerContext) => {
        const session = await context.connect();
        await session.request('ping', undefined, { label: 'lost' }).ended();
        await session.request('ping', undefined, { label: 'ping' }).answer();
      },
    });
    expect(result.verdict).toBe('pass');
    expect(
      result.events.filter(({ kind }) => kind === 'fault').map((event) => 'status' in event && event.status),
    ).toEqual(['planned', 'fired', 'observed']);
  });

  test('never passes without a message of the protocol from the target', async () => {
    const anything = checker('anything', ['guarantee.no-hang'], (view, judge) => {
      judge.saw(...view.events);
    });
    const { result } = await run({
      judges: [anything],
      script: async (context: ServerContext) => {
        await context.send({ method: 'OPTIONS', label: 'bare', bare: true }).head();
      },
    });
    expect(result.verdict).toBe('inconclusive');
  });

  test('fails when a rule is broken, and keeps its whole history', async () => {
    const { result } = await run({
      judges: [answersCall('ping', 'ping.respond', { with: 'error', severity: 'fail' })],
    });
    expect(result.verdict).toBe('fail');
    expect(result.findings[0]).toMatchObject({ rule: 'ping.respond', severity: 'fail' });
    expect(result.events.map(({ index }) => index)).toEqual(result.events.map((_, position) => position));
  });
});
