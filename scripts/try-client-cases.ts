import { parseArgs } from 'node:util';
import { isRevision } from '../harness/spec/revisions.js';
import { launchTarget } from '../harness/sut/client/launch.js';
import type { LaunchClient } from '../harness/sut/client/channel.js';
import { launchGoldFor, runClientCases } from '../suites/testing/client-in-process.js';
import { loadClientMutants } from '../suites/testing/client-kill-matrix.js';

/** Runs client cases in this process against the gold client, one of its mutants, or a command, for whoever writes a case. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutant: { type: 'string' },
    command: { type: 'string' },
    driver: { type: 'string', default: 'adapter' },
    revision: { type: 'string' },
    seed: { type: 'string', default: '1' },
    repeat: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});

const driver = values.driver === 'official' ? 'official' : 'adapter';

async function launcher(): Promise<LaunchClient> {
  const { command, mutant: name } = values;
  if (command !== undefined) {
    // The url of a run of the official kind is the last word of the command that the driver makes.
    return (target, environment) =>
      launchTarget({ ...target, command: target.command.replace('in-process', command) }, environment);
  }
  if (name === undefined) return launchGoldFor(driver);
  const mutant = (await loadClientMutants()).find((entry) => entry.name === name);
  if (mutant === undefined) throw new Error(`no mutant is called ${name}`);
  return launchGoldFor(driver, { ...mutant.basis, ...mutant.behaviour });
}

const launch = await launcher();
const { revision } = values;
let worst = 0;
for (let round = 1; round <= Number(values.repeat); round += 1) {
  const begun = performance.now();
  const results = await runClientCases(launch, {
    driver,
    selection: { cases: positionals },
    seed: Number(values.seed) + round - 1,
    ...(revision !== undefined && isRevision(revision) && { revisions: [revision] }),
  });
  const counts: Record<string, number> = {};
  for (const result of results) {
    counts[result.verdict] = (counts[result.verdict] ?? 0) + 1;
    if (result.verdict === 'pass' && !values.verbose) continue;
    if (result.verdict === 'skip' && round > 1) continue;
    if (result.verdict !== 'pass' && result.verdict !== 'skip') worst += 1;
    const { id, durationMs, message } = result;
    console.log(`${result.verdict.padEnd(12)} ${id} [${result.revision}] ${durationMs} ms: ${message}`);
    for (const finding of result.findings) {
      const { severity, rule, expected, seen } = finding;
      console.log(`    ${severity} ${rule}\n      expected ${expected}\n      seen     ${seen}`);
    }
    if (values.verbose) for (const event of result.events) console.log('   ', JSON.stringify(event).slice(0, 300));
  }
  console.log(`round ${round}: ${JSON.stringify(counts)} in ${Math.round(performance.now() - begun)} ms`);
}
process.exit(worst > 0 ? 1 : 0);
