import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGold } from '../../fixtures/servers/gold/index.js';
import type { GoldServer } from '../../fixtures/servers/gold/index.js';
import { readReport } from '../../reports/read-report.js';
import type { Report } from '../../reports/report.js';
import { openDoor } from './testing/door.js';
import type { Door } from './testing/door.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Suites of short cases: none makes more than some ten connections, and all make more than a thousand. */
const SUITES = ['sessions', 'lifecycle', 'json-rpc', 'requests'];
/** Connections after which some cases must have ended, as only a dozen run at once, and most have not begun. */
const UNDER_WAY = 300;
/** A run that is over has at most to wait for what is under way; generous, as the machine may be busy. */
const SOON_MS = 60_000;
const TIMEOUT_MS = 180_000;

let folder: string;
let gold: GoldServer;
let door: Door;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-run-'));
  gold = await startGold({ behaviour: { hostPort: 'any' } });
  door = await openDoor(gold.port);
});
afterEach(async () => {
  await door.shut();
  await gold.close();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number | null;
  readonly report: Report;
  readonly afterwardsMs: number;
}

/** Runs cases as a user does, in a process of its own, and does something when they are under way. */
async function run(underWay: (signal: (name: NodeJS.Signals) => void) => void | Promise<void>): Promise<Run> {
  const file = path.join(folder, 'report.json');
  const url = `http://127.0.0.1:${door.port}/mcp`;
  const command = ['--import', 'tsx', 'harness/cli/main.ts', 'server', '--url', url, '--json', file, '--quiet'];
  const args = [...command, ...SUITES.flatMap((suite) => ['--suite', suite])];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    await Promise.race([door.came(UNDER_WAY), ended]);
    const since = performance.now();
    await underWay((name) => child.kill(name));
    const code = await ended;
    const report = readReport(readFileSync(file, 'utf8'));
    return { code, report, afterwardsMs: performance.now() - since };
  } finally {
    child.kill('SIGKILL');
  }
}

test(
  'an interrupted run writes what it measured, and says so by its exit status',
  { timeout: TIMEOUT_MS },
  async () => {
    const { code, report } = await run((signal) => signal('SIGINT'));
    expect([code, report.status]).toEqual([130, 'interrupted']);
    expect(report.cases.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(0);
    expect(report.cases.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')).toEqual([]);
  },
);

test(
  'a server that dies is held against what it may have died of alone, and its run ends soon',
  { timeout: TIMEOUT_MS },
  async () => {
    const { code, report, afterwardsMs } = await run(() => door.shut());
    expect([code, report.status]).toEqual([1, 'finished']);
    const failed = report.cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
    const named = failed.filter(({ message }) => message.includes('seen: it died while this and '));
    // Requests that were under way at once can't be told apart: up to three cases may be what it died of.
    expect(named.length).toBeGreaterThan(0);
    expect(named.length).toBeLessThanOrEqual(3);
    // A case that asks by itself whether the server is still there keeps its answer; nothing else is held against anyone.
    const rules = failed.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'fail'));
    expect(rules.filter(({ rule }) => rule !== 'guarantee.no-crash')).toEqual([]);
    expect(report.cases.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(0);
    expect(afterwardsMs).toBeLessThan(SOON_MS);
  },
);
