import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renderJson } from '../../reports/json.js';
import { buildReport } from '../../reports/report.js';
import { sampleFacts, sampleResult, SAMPLE_RESULTS } from '../../reports/testing/sample-results.js';
import { doctorCommand } from './doctor-command.js';
import { runCli } from './run-cli.js';
import { fakeIo } from './testing/fake-io.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function cli(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = fakeIo(folder);
  const code = await runCli(args, io);
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() };
}

describe('a command line that can not be used exits with 2 and one line', () => {
  test.each([
    [[], 'a command is missing: server, client, matrix, list, explain, report, diff, doctor; see faultline --help'],
    [['sever'], "there is no command 'sever'; did you mean server?"],
    [['--verson'], 'there is no option --verson; did you mean --version?'],
    [['server', '--revison', 'x'], 'there is no option --revison; did you mean --revision?'],
    [['list', '--requirement'], 'there is no option --requirement; did you mean --requirements?'],
    [['server', '--seed'], '--seed <n>: the value is missing'],
    [['server', 'http://localhost'], 'server: more arguments than it takes; see faultline server --help'],
    [['explain'], 'explain: the argument <case> is missing; see faultline explain --help'],
    [['diff', 'a.json'], 'diff: the argument <new> is missing; see faultline diff --help'],
    [['client'], 'the client is missing: --command "COMMAND THAT STARTS ITS ADAPTER"'],
    [['client', '--command', 'x', '--driver', 'none'], "--driver: 'none' is unknown; did you mean adapter?"],
    [['server', '--stdio', 'x'], '--stdio is not available in this version'],
    [['report', 'none.json'], 'report: there is no file none.json'],
  ])('%j', async (args, message) => {
    expect(await cli(...args)).toEqual({ code: 2, stdout: '', stderr: `faultline: ${message}\n` });
  });
});

test('help and version are no failure', async () => {
  const help = await cli('--help');
  expect([help.code, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toContain('Commands:\n  server [options]');
  expect(help.stdout).toContain('client');
  expect((await cli('server', '--help')).stdout).not.toContain('--stdio');
  expect((await cli('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
});

describe('report and diff', () => {
  const write = (name: string, results: Parameters<typeof buildReport>[1]): void =>
    writeFileSync(path.join(folder, name), renderJson(buildReport(sampleFacts(), results, '1')));

  test('a kept report is rendered again, with the exit status of its run', async () => {
    write('r.json', SAMPLE_RESULTS);
    const { code, stdout } = await cli('report', 'r.json', '--junit', 'r.xml');
    expect(code).toBe(1);
    expect(stdout).toContain('Exit status 1: a case failed.\nWritten: r.xml\n');
  });

  test('a part of it can be looked at, event by event', async () => {
    write('r.json', SAMPLE_RESULTS);
    const { stdout } = await cli('report', 'r.json', '--case', 'resumability/*', '--timeline');
    expect(stdout).toMatch(/^resumability\/reset-mid-stream\/no-loss \[2025-06-18\] fail\n {3}0\.0 {2}link/);
    expect(await cli('report', 'r.json', '--case', 'resumabilty/*')).toMatchObject({ code: 2 });
  });

  test('a report that is none is refused in one line', async () => {
    writeFileSync(path.join(folder, 'r.json'), '{"schemaVersion":1}');
    expect((await cli('report', 'r.json')).stderr).toMatch(/^faultline: r\.json: tool: .*\n$/);
  });

  test('a new failure makes diff exit with 1', async () => {
    write('old.json', [sampleResult('a')]);
    write('new.json', [sampleResult('a', { verdict: 'fail' })]);
    expect((await cli('diff', 'old.json', 'new.json')).code).toBe(1);
    expect((await cli('diff', 'new.json', 'old.json')).code).toBe(0);
    const { stdout } = await cli('diff', 'old.json', 'new.json', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ cases: [{ change: 'regressed' }] });
  });
});

describe('doctor', () => {
  /** An executable file that stands for a program. */
  function program(name: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, '', { mode: 0o755 });
    return file;
  }

  async function doctor(
    environment: Record<string, string>,
    output: Readonly<Record<string, string>>,
  ): Promise<string> {
    const io = fakeIo(folder, { environment });
    expect(await doctorCommand(io, (file, args) => Promise.resolve(output[[file, ...args].join(' ')]))).toBe(0);
    return io.stdout.text();
  }

  test('tells what is there and what it unlocks, and never fails', async () => {
    const [toxiproxy, nginx] = [program('toxiproxy-server'), program('nginx')];
    const text = await doctor(
      { FAULTLINE_TOXIPROXY: toxiproxy, FAULTLINE_NGINX: nginx },
      {
        'docker --version': 'Docker version 28.2.2, build 123',
        [`${toxiproxy} -version`]: 'toxiproxy-server version 2.12.0',
        [`${nginx} -v`]: 'nginx version: nginx/1.22.1',
      },
    );
    expect(text).toMatch(
      /container engine +docker 28\.2\.2, its daemon does not answer +unlocks --topology containers/,
    );
    expect(text).toMatch(/Toxiproxy +2\.12\.0, \S+toxiproxy-server +unlocks --backend toxiproxy/);
    expect(text).toMatch(/nginx +1\.22\.1, \S+nginx +unlocks --backend nginx/);
  });

  test('without anything it says how to get it', async () => {
    const text = await doctor({ FAULTLINE_TOXIPROXY: '/none', FAULTLINE_NGINX: '/none' }, {});
    expect(text).toContain('docker not found');
    expect(text).toMatch(/Toxiproxy +not found +would unlock --backend toxiproxy: go install /);
    expect(text).toMatch(/nginx +not found +would unlock --backend nginx: apt-get install /);
  });

  test('names a Toxiproxy that runs already', async () => {
    const text = await doctor({ FAULTLINE_TOXIPROXY: 'http://127.0.0.1:8474', FAULTLINE_NGINX: '/none' }, {});
    expect(text).toMatch(/Toxiproxy +at http:\/\/127\.0\.0\.1:8474 +unlocks --backend toxiproxy/);
  });
});
