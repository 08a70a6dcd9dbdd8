import { parseArgs } from 'node:util';
import { isRevision } from '../harness/spec/revisions.js';
import { runAgainstGold, runCases } from '../suites/testing/in-process.js';
import { loadMutants } from '../suites/testing/load-mutants.js';
import { runAgainstMutantProcess } from '../suites/testing/mutant-process.js';

/**
 * Runs cases in this process against the gold server, one of its mutants, or a URL, for whoever writes a case. With
 * `--process` the server is a process of its own, as the cases need that pause or kill it.
 */
const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: [] },
    mutant: { type: 'string' },
    url: { type: 'string' },
    revision: { type: 'string' },
    seed: { type: 'string', default: '1' },
    times: { type: 'string', default: '1' },
    process: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

const mutant =
  values.mutant === undefined ? undefined : (await loadMutants()).find((entry) => entry.name === values.mutant);
if (values.mutant !== undefined && mutant === undefined) throw new Error(`no mutant is called ${values.mutant}`);
const options = {
  selection: { cases: values.case },
  seed: Number(values.seed),
  ...(values.revision !== undefined && isRevision(values.revision) && { revisions: [values.revision] }),
};

for (let round = 1; round <= Number(values.times); round += 1) {
  const begun = performance.now();
  const results = await (values.process
    ? runAgainstMutantProcess(values.mutant, options)
    : values.url === undefined
      ? runAgainstGold({ ...mutant?.basis, ...mutant?.behaviour }, options)
      : runCases(values.url, options));
  const counts: Record<string, number> = {};
  for (const result of results) {
    counts[result.verdict] = (counts[result.verdict] ?? 0) + 1;
    if (result.verdict === 'pass' && !values.verbose) continue;
    if (result.verdict === 'skip' && Number(values.times) > 1) continue;
    console.log(
      `${result.verdict.padEnd(12)} ${result.id} [${result.revision}] ${result.durationMs} ms: ${result.message}`,
    );
    for (const finding of result.findings) {
      console.log(
        `    ${finding.severity} ${finding.rule}\n      expected ${finding.expected}\n      seen     ${finding.seen}`,
      );
    }
    if (values.verbose) for (const event of result.events) console.log('   ', JSON.stringify(event).slice(0, 300));
  }
  console.log(`round ${round}: ${JSON.stringify(counts)} in ${Math.round(performance.now() - begun)} ms`);
}
process.exit(0);
