import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readBaseline } from '../../reports/baseline.js';
import { readReport } from '../../reports/read-report.js';
import { CUT_STREAM, sampleFacts, sampleFinding, sampleResult } from '../../reports/testing/sample-results.js';
import { serverCase } from '../engine/case.js';
import type { CaseResult } from '../engine/result.js';
import type { RunOutcome } from '../engine/run.js';
import type { RunRequest } from '../engine/run-server.js';
import { readHistory } from '../history/jsonl.js';
import { runCli } from './run-cli.js';
import type { CliOverrides } from './run-cli.js';
import { fakeIo, fakeSignals } from './testing/fake-io.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-server-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const CASES = ['a/one', 'a/two'].map((id) =>
  serverCase({ id, title: id, about: '', fix: '', requirements: [], script: () => Promise.resolve(), judges: [] }),
);
const FAILED = sampleResult('a/two', {
  verdict: 'fail',
  message: 'expected: the one; seen: the other',
  requirements: ['x'],
  findings: [sampleFinding('x', 'fail', { events: [8] })],
  events: CUT_STREAM,
});

function outcome(results: CaseResult[], changes: Partial<RunOutcome> = {}): RunOutcome {
  return { facts: sampleFacts(), results, status: 'finished', ...changes };
}

const never = (): Promise<RunOutcome> => new Promise(() => undefined);

async function run(
  args: string[],
  result: (request: RunRequest) => RunOutcome | Promise<RunOutcome>,
  overrides: CliOverrides = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = fakeIo(folder, { environment });
  const code = await runCli(['server', '--url', 'http://localhost:3001/mcp', ...args], io, {
    loadCases: () => Promise.resolve(CASES),
    run: (request) => Promise.resolve(result(request)),
    signals: fakeSignals(),
    exit: () => undefined,
    ...overrides,
  });
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() };
}

function file(name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

test('the request carries what the options say', async () => {
  const run_ = vi.fn<(request: RunRequest) => RunOutcome>(() => outcome([]));
  await run(['--seed', '9', '--case', 'a/*', '--shard', '1/2', '--header', 'X-A: b', '--revision', '2025-11-25'], run_);
  expect(run_.mock.calls[0]![0]).toMatchObject({
    ...{ seed: 9, cases: ['a/*'], suites: [], faults: [], shard: { index: 1, count: 2 }, revisions: ['2025-11-25'] },
    ...{ concurrency: 16, threads: 1, timeScale: 1 },
    target: { headers: { 'X-A': 'b' } },
  });
});

test('a failure exits with 1, and every file is written', async () => {
  const args = ['--json', 'r.json', '--junit', 'r.xml', '--markdown', 'r.md', '--history', 'h'];
  const { code, stdout, stderr } = await run(args, () => outcome([sampleResult('a/one'), FAILED]));
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toContain('✗ failed  a/two [2025-11-25]');
  expect(stdout).toContain('Exit status 1: a case failed.\nWritten: r.json, r.xml, r.md, h (1 histories)\n');
  expect(readReport(file('r.json')).summary).toMatchObject({ pass: 1, fail: 1 });
  expect(file('r.xml')).toContain('<failure ');
  expect(file('r.md')).toContain('a case failed');
  expect(readdirSync(path.join(folder, 'h'))).toEqual(['a--two@2025-11-25.jsonl']);
  expect(readHistory(file('h/a--two@2025-11-25.jsonl'))).toHaveLength(CUT_STREAM.length);
});

test('secrets of headers are in no output', async () => {
  const secret = 'tok-0123456789';
  const args = [
    '--header',
    `Authorization: Bearer ${secret}`,
    '--json',
    'r.json',
    '--junit',
    'r.xml',
    '--markdown',
    'r.md',
    '--history',
    'h',
  ];
  const leaky = { ...FAILED, message: `seen: ${secret}`, reproduce: `faultline ${secret}` };
  const { stdout, stderr } = await run(args, (request) => {
    request.onEvent({ kind: 'result', result: leaky });
    request.onEvent({ kind: 'problem', message: secret });
    return outcome([leaky], { problem: secret });
  });
  expect(stderr).toContain('***');
  for (const text of [stdout, stderr, ...['r.json', 'r.xml', 'r.md', 'h/a--two@2025-11-25.jsonl'].map(file)]) {
    expect(text).not.toContain(secret);
  }
});

describe('exit status', () => {
  test.each([
    [['a/one'], 'pass', [], 0],
    [['a/one'], 'warn', [], 0],
    [['a/one'], 'warn', ['--strict'], 1],
    [['a/one'], 'inconclusive', [], 4],
    [['a/one'], 'error', [], 4],
  ] as const)('%j %s %j: %i', async ([id], verdict, args, expected) => {
    const { code, stdout } = await run([...args], () => outcome([sampleResult(id, { verdict })]));
    expect(code).toBe(expected);
    expect(stdout).toContain(`Exit status ${expected}: `);
  });

  test('a target that can not be reached is 3, with the reason, and the report is written', async () => {
    const problem = 'nothing listens at localhost:3001';
    const { code, stdout } = await run(['--json', 'r.json'], () => outcome([], { status: 'unreachable', problem }));
    expect(code).toBe(3);
    expect(stdout).toContain(`${problem}\nExit status 3: the target could not be checked.\n`);
    expect(readReport(file('r.json'))).toMatchObject({ status: 'unreachable', problem });
  });

  test('suites that can not be loaded to choose from are 3, and the report is written', async () => {
    const loadCases = (): Promise<never> => Promise.reject(new Error('a broken suite'));
    const { code } = await run(['--json', 'r.json', '--case', 'a/one'], () => outcome([]), { loadCases });
    expect(code).toBe(3);
    expect(readReport(file('r.json'))).toMatchObject({ status: 'failed', problem: 'a broken suite' });
  });

  test('a harness that fails is 3, with what was measured until then', async () => {
    const { code } = await run(['--json', 'r.json'], (request) => {
      request.onEvent({ kind: 'result', result: FAILED });
      throw new Error('a fault of its own');
    });
    expect(code).toBe(3);
    expect(readReport(file('r.json'))).toMatchObject({
      status: 'failed',
      problem: 'a fault of its own',
      summary: { fail: 1 },
    });
  });
});

describe('baseline', () => {
  const known = { schemaVersion: 1, expected: [{ case: 'a/two', verdict: 'fail', rule: 'x', reason: 'known' }] };

  test('an expected failure exits with 0', async () => {
    writeFileSync(path.join(folder, 'b.json'), JSON.stringify(known));
    expect((await run(['--baseline', 'b.json'], () => outcome([FAILED]))).code).toBe(0);
  });

  test('a stale entry exits with 1 and says what to remove', async () => {
    writeFileSync(path.join(folder, 'b.json'), JSON.stringify(known));
    const { code, stdout } = await run(['--baseline', 'b.json'], () => outcome([sampleResult('a/two')]));
    expect(code).toBe(1);
    expect(stdout).toContain('a/two: fail of x, passes now: remove the entry');
  });

  test('can be written, and keeps the reasons that the file has', async () => {
    expect((await run(['--update-baseline', 'b.json'], () => outcome([FAILED]))).code).toBe(0);
    expect(readBaseline(file('b.json')).expected).toMatchObject([{ case: 'a/two', rule: 'x' }]);
    writeFileSync(path.join(folder, 'b.json'), JSON.stringify(known));
    await run(['--update-baseline', 'b.json'], () => outcome([FAILED]));
    expect(readBaseline(file('b.json')).expected).toEqual(known.expected);
  });

  test('is not written when the run did not come to its end', async () => {
    await run(['--update-baseline', 'b.json'], () => outcome([FAILED], { status: 'interrupted' }));
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['missing.json', undefined, 'faultline: --baseline: there is no file missing.json\n'],
    ['b.json', '{"schemaVersion":1}', /^faultline: --baseline: b\.json: expected: .*\n$/],
  ])('%s that can not be used is refused before the run', async (name, content, message) => {
    if (content !== undefined) writeFileSync(path.join(folder, name), content);
    const runs = vi.fn(() => outcome([]));
    const { code, stderr } = await run(['--baseline', name], runs);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(runs).not.toHaveBeenCalled();
  });
});

describe('interruption', () => {
  test('once: the run is stopped, what was measured is written, 130', async () => {
    const signals = fakeSignals();
    const { code, stderr } = await run(
      ['--json', 'r.json'],
      ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(outcome([FAILED], { status: 'interrupted' })));
          signals.emit('SIGINT');
        }),
      { signals },
    );
    expect(code).toBe(130);
    expect(stderr).toContain('Stopping; what was measured will be written.');
    expect(readReport(file('r.json'))).toMatchObject({ status: 'interrupted', summary: { fail: 1 } });
    expect(signals.listenerCount('SIGINT')).toBe(0);
  });

  test('twice: leaves at once, and the report is complete all the same', async () => {
    const signals = fakeSignals();
    const left = new Promise<number>((exit) => {
      void run(
        ['--json', 'r.json'],
        (request) => {
          request.onEvent({ kind: 'result', result: FAILED });
          signals.emit('SIGTERM');
          signals.emit('SIGINT');
          return never();
        },
        { signals, exit },
      );
    });
    expect(await left).toBe(130);
    expect(readReport(file('r.json'))).toMatchObject({ status: 'interrupted', summary: { fail: 1 } });
  });

  test('a run that does not wind up is left behind after a while', async () => {
    vi.useFakeTimers();
    try {
      const signals = fakeSignals();
      const running = run(
        [],
        () => {
          signals.emit('SIGINT');
          return never();
        },
        { signals },
      );
      await vi.advanceTimersByTimeAsync(11_000);
      expect((await running).code).toBe(130);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a target by command', () => {
  test('is started before the run, can be restarted by it, and is closed after it', async () => {
    const log: string[] = [];
    const step = (name: string) => (): Promise<void> => Promise.resolve(void log.push(name));
    const { code } = await run(
      ['--command', 'serve'],
      async ({ restart }) => {
        log.push('run');
        await restart?.();
        return outcome([sampleResult('a/one')]);
      },
      {
        startTarget: (command) => {
          log.push(command);
          return Promise.resolve({ restart: step('restart'), control: undefined, close: step('close') });
        },
      },
    );
    expect([code, log]).toEqual([0, ['serve', 'run', 'restart', 'close']]);
  });

  test('that does not start is 3 with the reason', async () => {
    const { code, stdout } = await run(['--command', 'serve'], () => outcome([]), {
      startTarget: () => Promise.reject(new Error('the command ended (status 1)')),
    });
    expect(code).toBe(3);
    expect(stdout).toContain('the command ended (status 1)\nExit status 3');
  });
});

describe('a backend', () => {
  test('that is not installed is 3 with how to get it, and nothing is started', async () => {
    const environment = { FAULTLINE_NGINX: '/none' };
    const { code, stdout } = await run(
      ['--backend', 'nginx', '--command', 'serve'],
      () => outcome([]),
      {
        startTarget: () => Promise.reject(new Error('was started')),
      },
      environment,
    );
    expect(code).toBe(3);
    expect(stdout).toContain('--backend nginx: FAULTLINE_NGINX names no program that can be run: /none\nExit status 3');
  });

  test('reaches the run', async () => {
    const environment = { FAULTLINE_TOXIPROXY: 'http://127.0.0.1:8474' };
    let backend: RunRequest['backend'];
    const { code } = await run(
      ['--backend', 'toxiproxy'],
      (request) => {
        backend = request.backend;
        return outcome([sampleResult('a/one')]);
      },
      {},
      environment,
    );
    expect([code, backend]).toEqual([0, { name: 'toxiproxy', found: { apiUrl: 'http://127.0.0.1:8474' } }]);
  });
});

test('a file that can not be written at the end is told, and a green run is green no more', async () => {
  const { code, stderr } = await run(
    ['--json', 'sub/r.json', '--suite', 'a'],
    () => {
      rmSync(path.join(folder, 'sub'), { recursive: true });
      return outcome([sampleResult('a/one')]);
    },
    {
      loadCases: async () => {
        const { mkdirSync } = await import('node:fs');
        mkdirSync(path.join(folder, 'sub'));
        return CASES;
      },
    },
  );
  expect(code).toBe(3);
  expect(stderr).toMatch(/^faultline: sub\/r\.json could not be written: ENOENT/);
});

test('quiet shows the last lines alone', async () => {
  const { stdout, stderr } = await run(['--quiet'], (request) => {
    request.onEvent({ kind: 'result', result: FAILED });
    return outcome([FAILED]);
  });
  expect([stdout, stderr]).toEqual(['1 failed, 0 passed in 12.3 s\nExit status 1: a case failed.\n', '']);
});
