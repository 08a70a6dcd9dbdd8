import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, request } from 'undici';
import type * as History from '../harness/history/recorder.js';
import type * as EmbeddedLink from '../harness/link/embedded/embedded-link.js';
import { REFERENCE_SERVERS, startReference } from '../suites/testing/reference-servers.js';
import { loadServerCases } from '../harness/engine/registry.js';
import { runBuilt } from './run-built.js';
import type { BuiltRun } from './run-built.js';

/** Prints the figures by which the speed of the harness is judged; docs/performance.md says what they mean. */
const ROWS = 5;
const REQUESTS = 4000;
const WARM_UP = 500;

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

async function latencies(port: number): Promise<number[]> {
  const agent = new Agent({ connections: 1 });
  const times: number[] = [];
  for (let turn = 0; turn < WARM_UP + REQUESTS; turn += 1) {
    const begun = performance.now();
    const answer = await request(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}', dispatcher: agent });
    await answer.body.dump();
    if (turn >= WARM_UP) times.push(performance.now() - begun);
  }
  await agent.close();
  return times.sort((a, b) => a - b);
}

/** A module as the build made it: the loader that runs this file slows down every function that a call creates. */
async function built<Module>(place: string): Promise<Module> {
  return (await import(new URL(`../dist/${place}`, import.meta.url).href)) as Module;
}

function difference(linked: readonly number[], direct: readonly number[], part: number): number {
  return percentile(linked, part) - percentile(direct, part);
}

/** Added latency of the link at concurrency 1: medians of what pairs of rows, direct and through it, differ by. */
async function benchLink(): Promise<void> {
  const { openEmbeddedLink } = await built<typeof EmbeddedLink>('harness/link/embedded/embedded-link.js');
  const { Recorder } = await built<typeof History>('harness/history/recorder.js');
  const server = createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => response.end('{"jsonrpc":"2.0","id":1,"result":{}}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const upstream = { protocol: 'http:' as const, hostname: '127.0.0.1', port };
  const rows: { readonly direct: number; readonly p50: number; readonly p99: number }[] = [];
  for (let row = 0; row < ROWS; row += 1) {
    const link = await openEmbeddedLink({ upstream, recorder: new Recorder() });
    const direct = await latencies(port);
    const linked = await latencies(link.port);
    await link.close();
    const [p50, p99] = [difference(linked, direct, 0.5), difference(linked, direct, 0.99)];
    rows.push({ direct: percentile(direct, 0.5), p50, p99 });
  }
  server.close();
  const [direct, p50, p99] = (['direct', 'p50', 'p99'] as const).map((figure) =>
    percentile(
      rows.map((row) => row[figure]).sort((a, b) => a - b),
      0.5,
    ).toFixed(3),
  );
  console.log(`link, added latency at concurrency 1   p50 ${p50} ms, p99 ${p99} ms (direct p50 ${direct} ms)`);
}

function describeRun(name: string, { report, wallMs }: BuiltRun): void {
  const run = report.cases.filter(({ verdict }) => verdict !== 'skip');
  const longestMs = Math.max(...run.map(({ durationMs }) => durationMs));
  const cpuMs = report.harness?.cpuMs ?? Number.NaN;
  const floorMs = Math.max(longestMs, cpuMs / availableParallelism());
  const memory = (report.harness?.peakMemoryBytes ?? Number.NaN) / 1024 / 1024;
  console.log(
    `${name}: ${run.length} cases in ${(wallMs / 1000).toFixed(1)} s, ${(run.length / (wallMs / 1000)).toFixed(0)} a second`,
  );
  console.log(
    `  longest case ${(longestMs / 1000).toFixed(1)} s, processor time of the harness ${(cpuMs / 1000).toFixed(1)} s`,
  );
  console.log(`  wall time / larger of (longest case, processor time / cores)   ${(wallMs / floorMs).toFixed(2)}`);
  console.log(`  peak memory of the harness   ${memory.toFixed(0)} MiB`);
  const bad = run
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ id, revision, verdict }) => `${verdict} ${id} [${revision}]`);
  if (bad.length > 0) console.log(`  not passed: ${bad.join(', ')}`);
}

const gold = REFERENCE_SERVERS[0];
if (gold === undefined) throw new Error('there is no reference server');
const started = await startReference(gold);
const folder = await mkdtemp(path.join(tmpdir(), 'faultline-bench-'));
const file = path.join(folder, 'report.json');
try {
  describeRun('default run against the gold server', await runBuilt({ url: started.url }, file, []));
  const quick = (await loadServerCases()).filter((entry) => entry.waits !== true && entry.alone !== true);
  const chosen = quick.flatMap(({ id }) => ['--case', id]);
  describeRun('the same without cases that wait or run alone', await runBuilt({ url: started.url }, file, chosen));
  await benchLink();
} finally {
  await started.process.close();
  await rm(folder, { recursive: true });
}
