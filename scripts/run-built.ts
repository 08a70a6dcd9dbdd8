import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readReport } from '../reports/read-report.js';
import type { Report } from '../reports/report.js';

/** One run of the built command, as somebody would start it. */
export interface BuiltRun {
  readonly report: Report;
  readonly wallMs: number;
}

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** What the command is to check: a server that listens, or a client that it starts. */
export type BuiltTarget = { readonly url: URL } | { readonly clientCommand: string };

/**
 * Runs `faultline server` or `faultline client` from `dist`, which `pnpm build` makes. The report is left at `file`.
 * Rejects when the command wrote none.
 */
export async function runBuilt(target: BuiltTarget, file: string, extra: readonly string[]): Promise<BuiltRun> {
  const checked =
    'url' in target ? ['server', '--url', target.url.href] : ['client', '--command', target.clientCommand];
  const begun = performance.now();
  await new Promise<void>((resolve, reject) => {
    const args = ['dist/harness/cli/main.js', ...checked, '--json', file, ...extra];
    const child = spawn('node', args, { cwd: ROOT, stdio: 'ignore', env: { ...process.env, CI: 'true' } });
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  const wallMs = performance.now() - begun;
  return { report: readReport(await readFile(file, 'utf8')), wallMs };
}
