import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startGold } from '../../fixtures/servers/gold/index.js';
import { answersCall } from '../checkers/answers-call.js';
import { latency } from '../faults/index.js';
import type { ServerCase } from './case.js';
import type { ServerContext } from './context.js';
import { runCase } from './run-case.js';
import type { FinishedCase } from './run-case.js';
import type { CaseEnvironment } from './run-options.js';
import { serverHost } from './server-host.js';
import { aCase } from './testing/a-case.js';
import { environmentFor } from './testing/environment.js';

const SOON = { direction: 'both', delayMs: 1, jitterMs: 0 } as const;
const RULE = 'guarantee.settles';

interface Target {
  readonly url: string;
  /** Resolves when no connection is left. */
  readonly deserted: () => Promise<void>;
  readonly accepted: () => number;
}

/** A target of which every answer is the work of the test. */
async function target(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Target> {
  const sockets = new Set<Socket>();
  const leavers = new Set<() => void>();
  let accepted = 0;
  const server = createServer(answer);
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) for (const leave of leavers) leave();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    accepted: () => accepted,
    deserted: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => void leavers.add(resolve))),
  };
}

/** Reads each request and never answers. */
function silent(request: IncomingMessage): void {
  request.resume();
}

/** Answers to pings, in the order in which they come, as long as there are any to give. */
function answersPings(count: number): (request: IncomingMessage, response: ServerResponse) => void {
  let left = count;
  return (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      left -= 1;
      if (left < 0) return;
      const { id } = JSON.parse(body) as { id: number };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result: {} }));
    });
  };
}

async function ping(context: ServerContext, label: string): Promise<void> {
  const call = context.post({ jsonrpc: '2.0', id: label, method: 'ping' }, { label });
  await call.message('the answer', ({ id }) => id === label);
}

function run(
  url: string,
  definition: Partial<ServerCase>,
  changes: Partial<CaseEnvironment> = {},
): Promise<FinishedCase | undefined> {
  return runCase(aCase('engine/test/end', definition), '2025-11-25', [], serverHost(environmentFor(url, changes)));
}

/** Deadlines so short that a test can see them pass: 300 ms for an answer, a second for a script. */
const IMPATIENT = { patience: 0.05 };

describe('when a case is over', () => {
  test('nothing that it opened is left', async () => {
    const { url, deserted, accepted } = await target(silent);
    const finished = await run(url, {
      async script(context) {
        const stream = context.send({ method: 'GET', label: 'stream' });
        const other = await context.bystander();
        other.post({}, { label: 'elsewhere' });
        const socket = await context.socket('raw');
        await socket.write('POST /mcp HTTP/1.1\r\nContent-Length: 100\r\n\r\n');
        await context.until('four connections', () => accepted() >= 3, 5000);
        await stream.head(10);
      },
    });
    expect(finished?.result.verdict).toBe('inconclusive');
    await deserted();
  });

  test.each<[string, Partial<ServerCase>, string]>([
    ['a fault of unknown kind', { faults: [{ kind: 'comet' }] }, 'unknown kind of fault: comet'],
    ['two faults of one name', { faults: [latency(SOON), latency(SOON)] }, 'two faults of the case are called latency'],
    [
      'a fault that the case does not have',
      { script: (context) => context.fired('comet') },
      'the case has no fault called comet',
    ],
    [
      'checkers that cannot be made',
      {
        judges: () => {
          throw new Error('a slip');
        },
      },
      'a slip',
    ],
  ])('it is an error of the harness for %s, and nothing is left', async (_name, definition, message) => {
    const { url, deserted } = await target(silent);
    const finished = await run(url, definition);
    expect(finished).toMatchObject({ result: { verdict: 'error', message } });
    expect(finished?.missedMs).toBeUndefined();
    await deserted();
  });

  test('a target that cannot be restarted makes it inconclusive', async () => {
    const { url } = await target(silent);
    const finished = await run(url, { script: (context) => context.restart() });
    expect(finished?.result.verdict).toBe('inconclusive');
    expect(finished?.result.message).toContain('cannot restart');
  });
});

describe('a script that is abandoned', () => {
  /** Runs a script into its budget, then asks it for more. */
  async function afterwards(ask: (context: ServerContext) => unknown): Promise<unknown> {
    const { url } = await target(silent);
    let context: ServerContext | undefined;
    const script = (given: ServerContext): Promise<void> => {
      context = given;
      return new Promise(() => undefined);
    };
    const finished = await run(url, { script, budgetMs: 1 }, IMPATIENT);
    expect(finished?.missedMs).toBeGreaterThan(0);
    return new Promise((resolve) => resolve(ask(context!)));
  }

  test.each<[string, (context: ServerContext) => unknown]>([
    ['connect', (context) => context.connect()],
    ['send', (context) => context.send({ method: 'GET' })],
    ['post', (context) => context.post({})],
    ['open a socket', (context) => context.socket('raw')],
    ['open another way', (context) => context.bystander()],
    ['restart the target', (context) => context.restart()],
    ['wait for an event', (context) => context.until('anything', () => true)],
    ['be silent', (context) => context.silence(1)],
  ])('can no longer %s', async (_name, ask) => {
    await expect(afterwards(ask)).rejects.toThrow('the case is over');
  });

  test.each<[string, (context: ServerContext) => Promise<unknown>]>([
    ['silence', (context) => context.silence(3_600_000)],
    ['an event', (context) => context.until('nothing', () => false, 3_600_000)],
    ['a fault', (context) => context.fired('latency', 3_600_000)],
  ])('does not go on to wait for %s', async (_name, wait) => {
    const { url } = await target(silent);
    let waiting: Promise<unknown> | undefined;
    const script = (context: ServerContext): Promise<void> => {
      waiting = wait(context);
      waiting.catch(() => undefined);
      return new Promise(() => undefined);
    };
    await run(url, { script, faults: [latency(SOON)], budgetMs: 1 }, IMPATIENT);
    await expect(waiting).rejects.toThrow('the case is over');
  });
});

describe('a target that hangs until the budget has run out', () => {
  const script = async (context: ServerContext): Promise<void> => {
    for (let count = 1; ; count += 1) await ping(context, `ping-${count}`);
  };

  test('fails for the request that it had all the time to answer', async () => {
    const { url } = await target(silent);
    const judges = [answersCall('ping-1', RULE, { with: 'result' })];
    const finished = await run(url, { script, judges }, IMPATIENT);
    expect(finished?.result).toMatchObject({ verdict: 'fail', findings: [{ rule: RULE, severity: 'fail' }] });
    expect(finished?.missedMs).toBeGreaterThan(0);
  });

  test('does not fail for the request that it had no time to answer', async () => {
    const { url } = await target(answersPings(3));
    const ask = async (context: ServerContext): Promise<void> => {
      for (let count = 1; count <= 3; count += 1) await ping(context, `ping-${count}`);
      await context.silence(700);
      await ping(context, 'last');
      await ping(context, 'never sent');
    };
    const judges = ['ping-3', 'last'].map((label) => answersCall(label, RULE, { with: 'result' }));
    const finished = await run(url, { script: ask, judges, budgetMs: 16_000 }, IMPATIENT);
    expect(finished?.result.verdict).toBe('inconclusive');
    expect(finished?.result.message).toBe('the script was not done after 800 ms');
    expect(finished?.result.findings.map(({ severity }) => severity)).toEqual(['inconclusive']);
  });
});

describe('a run that is stopped', () => {
  test('has no result of a case under way, and waits for none of its deadlines', async () => {
    const gold = await startGold();
    onTestFinished(() => gold.close());
    const stop = new AbortController();
    const begun = performance.now();
    const script = async (context: ServerContext): Promise<void> => {
      const session = await context.connect();
      const call = session.callTool('faultline_sleep', { ms: 30_000 }, { label: 'call', deadlineMs: 60_000 });
      stop.abort();
      await call.answer();
    };
    expect(await run(gold.url, { script }, { signal: stop.signal })).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(5000);
    await vi.waitFor(() => expect(gold.stats()).toMatchObject({ sessions: 0, streams: 0 }));
  });

  test('begins no other', async () => {
    const { url, accepted } = await target(silent);
    const script = vi.fn(() => Promise.resolve());
    expect(await run(url, { script }, { signal: AbortSignal.abort() })).toBeUndefined();
    expect(script).not.toHaveBeenCalled();
    expect(accepted()).toBe(0);
  });
});

describe('sessions', () => {
  test.each<[string, (context: ServerContext) => Promise<void>]>([
    ['ends well', () => Promise.resolve()],
    ['throws', () => Promise.reject(new Error('a slip'))],
    ['runs out of its budget', () => new Promise(() => undefined)],
    ['made a handshake by hand', (context) => initialize(context)],
  ])('are ended on the target when a script %s', async (_name, then) => {
    const gold = await startGold();
    onTestFinished(() => gold.close());
    const script = async (context: ServerContext): Promise<void> => {
      await Promise.all([context.connect({ name: 'one' }), context.connect({ name: 'two' })]);
      expect(gold.stats().sessions).toBe(2);
      await then(context);
    };
    await run(gold.url, { script, budgetMs: 20_000 }, IMPATIENT);
    const nothing = { sessions: 0, streams: 0, pending: 0 };
    await vi.waitFor(() => expect(gold.stats()).toEqual(nothing), 10_000);
  });
});

async function initialize(context: ServerContext): Promise<void> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '0' } };
  await context.post({ jsonrpc: '2.0', id: 1, method: 'initialize', params }, { label: 'bare' }).ended();
}
