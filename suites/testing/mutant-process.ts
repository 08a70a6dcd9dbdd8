import { fileURLToPath } from 'node:url';
import type { CaseResult } from '../../harness/engine/result.js';
import { freePort } from '../../harness/link/local/free-port.js';
import { startTarget } from '../../harness/sut/target-process.js';
import { runCases } from './in-process.js';
import type { InProcessOptions } from './in-process.js';

const SERVER = fileURLToPath(new URL('./serve-mutant.ts', import.meta.url));

/** Runs the selected cases against a mutant, or the gold server without a name, in a process of its own. */
export async function runAgainstMutantProcess(
  mutant: string | undefined,
  options: InProcessOptions,
): Promise<CaseResult[]> {
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}/mcp`);
  const name = mutant === undefined ? '' : ` --mutant ${mutant}`;
  const command = `exec ${JSON.stringify(process.execPath)} --import tsx ${JSON.stringify(SERVER)} --port ${port}${name}`;
  const target = await startTarget(command, url, new AbortController().signal);
  try {
    const { control } = target;
    return await runCases(url.href, { restart: () => target.restart(), ...(control && { control }), ...options });
  } finally {
    await target.close();
  }
}
