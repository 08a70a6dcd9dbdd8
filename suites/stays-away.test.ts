import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freePort } from '../harness/link/local/free-port.js';
import { startTarget } from '../harness/sut/target-process.js';
import { runCases } from './testing/in-process.js';

const SERVER = fileURLToPath(new URL('testing/serve-mutant.ts', import.meta.url));

test('a server that can not be started again after a kill is failed for that, with its last words', async ({
  onTestFinished,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'faultline-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lock = path.join(folder, 'lock');
  const url = new URL(`http://127.0.0.1:${await freePort()}/mcp`);
  const command = `[ ! -e ${lock} ] || { echo it is locked >&2; exit 3; }; touch ${lock}; exec node --import tsx ${SERVER} --port ${url.port}`;
  const target = await startTarget(command, url, new AbortController().signal);
  onTestFinished(() => target.close());
  const { control } = target;
  const [result] = await runCases(url.href, {
    selection: { cases: ['outage/kill/running-call'] },
    ...(control && { control }),
  });
  expect(result?.verdict).toBe('fail');
  const finding = result?.findings.find(({ checker }) => checker === 'comes-back');
  expect(finding).toMatchObject({
    rule: 'guarantee.no-crash',
    seen: expect.stringContaining('it is locked') as string,
  });
});
