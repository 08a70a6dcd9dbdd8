import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readReport } from '../../reports/read-report.js';
import { sampleFacts, sampleResult } from '../../reports/testing/sample-results.js';
import { clientCase, serverCase } from '../engine/case.js';
import type { RunOutcome } from '../engine/run.js';
import type { ClientRunRequest } from '../engine/run-client.js';
import type { RunRequest } from '../engine/run-server.js';
import type { Topology } from '../topology/start-topology.js';
import { runCli } from './run-cli.js';
import type { CliOverrides } from './run-cli.js';
import { fakeIo, fakeSignals } from './testing/fake-io.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-containers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const CASE = serverCase({
  ...{ id: 'a/one', title: 'one', about: '', fix: '', requirements: [], judges: [] },
  script: () => Promise.resolve(),
});

const CLIENT_CASE = clientCase({
  ...{ id: 'a/one', title: 'one', about: '', fix: '', requirements: [], judges: [] },
  script: () => Promise.resolve(),
});

async function check(overrides: CliOverrides, role: 'server' | 'client' = 'server') {
  const io = fakeIo(folder);
  const args = [role, '--topology', 'containers', '--image', 'a/b', '--json', 'report.json'];
  const code = await runCli(args, io, {
    loadCases: () => Promise.resolve([CASE]),
    loadClientCases: () => Promise.resolve([CLIENT_CASE]),
    signals: fakeSignals(),
    exit: () => undefined,
    ...overrides,
  });
  return { code, out: io.stdout.text(), report: readReport(readFileSync(path.join(folder, 'report.json'), 'utf8')) };
}

test.for([
  'the container engine may not be used by this user: no permission for /var/run/docker.sock',
  'no container engine answers at /var/run/docker.sock: does its daemon run?',
  "the image a/b is not here and can't be pulled (no route)",
  'the container of the image a/b ended with status 1; its last output: no configuration',
])('what can not be started is told in one line, exit status 3, and is in the report: %s', async (line) => {
  const { code, out, report } = await check({ startTopology: () => Promise.reject(new Error(line)) });
  expect(code).toBe(3);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(line);
  expect(report).toMatchObject({ status: 'unreachable', problem: line });
});

test('so is what a client can not be started with', async () => {
  const line = 'the image a/b is that of a server';
  const { code, report } = await check({ startTopology: () => Promise.reject(new Error(line)) }, 'client');
  expect(code).toBe(3);
  expect(report).toMatchObject({ status: 'unreachable', problem: line, target: { role: 'client' } });
});

test('a client is run where the topology says, and the topology removed', async () => {
  const close = vi.fn(() => Promise.resolve());
  const startTopology = vi.fn(() =>
    Promise.resolve({ ...topology(close, new Promise(() => undefined)), client: CLIENT }),
  );
  const runClient = vi.fn<(request: ClientRunRequest) => Promise<RunOutcome>>(() =>
    Promise.resolve({ status: 'finished', results: [], facts: sampleFacts() }),
  );
  await check({ startTopology, runClient }, 'client');
  expect(startTopology).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ clientImage: 'a/b' }));
  const [request] = runClient.mock.calls[0] ?? [];
  expect(request).toMatchObject({ topology: 'containers', backend: { name: 'containers' } });
  expect(request?.target.containers).toBe(CLIENT);
  expect(close).toHaveBeenCalledOnce();
});

const CLIENT = { image: 'a/b', network: 'n', gateway: '127.0.0.1', labels: {} };

/** A topology of which nothing runs, and that can break down. */
function topology(close: () => Promise<void>, failed: Promise<string>): Topology {
  const request = { name: 'containers' } as unknown as Topology['request'];
  return { request, failed, close };
}

test('an engine that goes away in the middle ends the run with what was measured, and takes the rest away', async () => {
  const close = vi.fn(() => Promise.reject(new Error('the engine is gone')));
  let breakDown: (why: string) => void = () => undefined;
  const failed = new Promise<string>((resolve) => {
    breakDown = resolve;
  });
  const measured = sampleResult('a/one', {});
  const { code, report } = await check({
    startTopology: () => Promise.resolve(topology(close, failed)),
    run: async ({ onEvent, signal }: RunRequest) => {
      onEvent({ kind: 'result', result: measured });
      const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve));
      breakDown('the container engine went away in the middle of the run');
      await stopped;
      return { status: 'interrupted', results: [], facts: sampleFacts() };
    },
  });
  expect(code).toBe(3);
  expect(report).toMatchObject({
    status: 'failed',
    problem: 'the container engine went away in the middle of the run',
    cases: [{ id: 'a/one' }],
  });
  expect(close).toHaveBeenCalledOnce();
});
