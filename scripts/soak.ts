import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { REFERENCE_SERVERS, startReference } from '../suites/testing/reference-servers.js';
import type { ReferenceServer } from '../suites/testing/reference-servers.js';
import { runBuilt } from './run-built.js';
import type { BuiltRun } from './run-built.js';

/**
 * Runs all cases again and again, each time with another seed and against a gold server started for it, until one
 * result is neither `pass` nor `skip`: that is a false fail, and its report is kept. With `--busy` every core has a loop
 * to run beside it; with `--client` it is the cases of a client, against the gold client.
 *
 *     pnpm soak [--client] [--runs 200] [--busy] [--seed 1]
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    client: { type: 'boolean', default: false },
    busy: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});

const [gold] = REFERENCE_SERVERS;
if (gold === undefined) throw new Error('there is no reference server');

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function loops(): ChildProcess[] {
  return Array.from({ length: availableParallelism() }, () => spawn('node', ['-e', 'for (;;);'], { stdio: 'ignore' }));
}

const GOLD_CLIENT = { clientCommand: 'exec node dist/fixtures/clients/gold/main.js' };

async function runOnce(server: ReferenceServer, file: string, seed: number): Promise<BuiltRun> {
  const extra = ['--seed', String(seed)];
  if (values.client) return runBuilt(GOLD_CLIENT, file, extra);
  const { url, process: target } = await startReference(server);
  try {
    return await runBuilt({ url }, file, extra);
  } finally {
    await target.close();
  }
}

function falseFails({ report }: BuiltRun): string[] {
  const wrong = report.cases.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  const told = wrong.map(({ id, revision, verdict, message }) => `${verdict} ${id} [${revision}]: ${message}`);
  return report.status === 'finished' ? told : [`the run was ${report.status}`, ...told];
}

const folder = await mkdtemp(path.join(tmpdir(), 'faultline-soak-'));
const file = path.join(folder, 'report.json');
const runs: BuiltRun[] = [];
const busy = values.busy ? loops() : [];
let problems: string[] = [];
try {
  for (let seed = Number(values.seed); runs.length < Number(values.runs) && problems.length === 0; seed += 1) {
    const run = await runOnce(gold, file, seed);
    problems = falseFails(run);
    if (problems.length > 0) break;
    runs.push(run);
    const { report, wallMs } = run;
    const counts = `${report.summary.pass} passed, ${report.summary.skip} skipped`;
    console.log(`${runs.length}: seed ${seed}, ${counts}, ${(wallMs / 1000).toFixed(1)} s`);
  }
} finally {
  for (const loop of busy) loop.kill();
}
const checks = runs.reduce((sum, { report }) => sum + report.summary.pass, 0);
const wallS = median(runs.map(({ wallMs }) => wallMs)) / 1000;
const cpuS = median(runs.map(({ report }) => report.harness?.cpuMs ?? Number.NaN)) / 1000;
console.log(
  `green ${runs.length} times in a row, ${checks} passed checks; medians: ${wallS.toFixed(1)} s, processor ${cpuS.toFixed(1)} s`,
);
if (problems.length > 0) {
  console.log(`then not: ${problems.join('; ')}`);
  console.log(`report: ${file}`);
  process.exitCode = 1;
} else {
  await rm(folder, { recursive: true });
}
