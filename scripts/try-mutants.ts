import { parseArgs } from 'node:util';
import { globMatcher, loadServerCases } from '../harness/engine/registry.js';
import { killsOf } from '../suites/testing/kill-matrix.js';
import { loadMutants } from '../suites/testing/load-mutants.js';

/** Runs the kill matrix, or the part of it that the globs select, for whoever writes a case or a mutant. */
const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: ['*'] },
    mutant: { type: 'string', multiple: true, default: ['*'] },
    verbose: { type: 'boolean', default: false },
  },
});

const selected = (id: string, globs: readonly string[]): boolean =>
  globs.some((glob) => glob === '*' || globMatcher(glob)(id));
const mutants = (await loadMutants()).filter(
  (entry) => selected(entry.name, values.mutant) && entry.kills.some((kill) => selected(kill.case, values.case)),
);
const globs = values.case.includes('*') ? [] : values.case;
const cases = (await loadServerCases({ cases: globs, suites: [], faults: [] })).filter((entry) =>
  selected(entry.id, values.case),
);
const killers = new Set<string>();
let missed = 0;
for (const mutant of mutants) {
  for (const outcome of await killsOf(mutant)) {
    if (outcome.killed) killers.add(outcome.kill.case);
    else missed += 1;
    if (outcome.killed && !values.verbose) continue;
    console.log(
      `${outcome.killed ? 'killed' : 'ALIVE '} ${mutant.name} by ${outcome.kill.case} (${outcome.kill.rule})\n       ${outcome.said}`,
    );
  }
}
for (const entry of cases) if (!killers.has(entry.id)) console.log(`NO MUTANT for ${entry.id}`);
console.log(`${mutants.length} mutants, ${missed} promised kills missed`);
process.exit(0);
