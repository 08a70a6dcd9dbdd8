import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram, goFolders, isExecutable } from './find-program.js';
import { freePort } from './free-port.js';
import { startGuarded } from './guarded-process.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-guard-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let turn = 0; turn < 500 && isAlive(pid); turn += 1) await delay(20);
  return !isAlive(pid);
}

describe('a guarded process', () => {
  test('tells the end of its output when it ends by itself', async () => {
    const running = startGuarded('/bin/sh', ['-c', 'echo first; echo last >&2; exit 3']);
    expect(await running.ended).toMatch(/first|last/);
    expect(running.hasEnded).toBe(true);
    await running.end();
  });

  test('is ended when it is told to, and once only', async () => {
    const running = startGuarded('/bin/sleep', ['1000']);
    expect(running.hasEnded).toBe(false);
    await Promise.all([running.end(), running.end()]);
    expect(running.hasEnded).toBe(true);
  });

  test('that can not be started has ended', async () => {
    expect(await startGuarded(join(folder, 'none'), []).ended).toMatch(/not found/);
  });

  test('ends when what has started it is killed', async () => {
    const script = `import { startGuarded } from ${JSON.stringify(new URL('./guarded-process.ts', import.meta.url).href)};
      startGuarded('/bin/sh', ['-c', 'echo $$ > ${join(folder, 'pid')}; exec sleep 1000']); setInterval(() => {}, 1000);`;
    const file = join(folder, 'starter.mts');
    writeFileSync(file, script);
    const starter = spawn(process.execPath, ['--import', 'tsx', file], { stdio: 'ignore' });
    let pid = 0;
    const { readFileSync } = await import('node:fs');
    for (let turn = 0; turn < 1000 && pid === 0; turn += 1) {
      await delay(20);
      try {
        pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
      } catch {
        // Not started yet.
      }
    }
    expect(isAlive(pid)).toBe(true);
    starter.kill('SIGKILL');
    expect(await untilGone(pid)).toBe(true);
  });
});

describe('programs and ports', () => {
  test('a program is found in the search path first, and then where else it may be', () => {
    const file = join(folder, 'toxiproxy-server');
    writeFileSync(file, '');
    expect(isExecutable(file)).toBe(false);
    chmodSync(file, 0o755);
    expect(findProgram(['other', 'toxiproxy-server'], [], { PATH: `/none:${folder}` })).toBe(file);
    expect(findProgram(['toxiproxy-server'], [folder], { PATH: '' })).toBe(file);
    expect(findProgram(['toxiproxy-server'], [], {})).toBeUndefined();
    expect(isExecutable(folder)).toBe(false);
  });

  test('go puts programs where its variables say', () => {
    expect(goFolders({ GOBIN: '/a', GOPATH: '/b:/c' })).toEqual(['/a', '/b/bin', '/c/bin']);
    expect(goFolders({})[0]).toMatch(/go\/bin$/);
  });

  test('no port is given twice', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(new Set(ports).size).toBe(50);
  });
});
