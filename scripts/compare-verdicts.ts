import { readFileSync } from 'node:fs';
import { readReport } from '../reports/read-report.js';

/**
 * compare-verdicts.ts A.json B.json: the cases that two reports both came to a verdict on, and on which they differ. Ends
 * with status 1 when there are any.
 */
const [first, second] = process.argv.slice(2).map((file) => readReport(readFileSync(file, 'utf8')));
if (first === undefined || second === undefined) throw new Error('usage: compare-verdicts.ts A.json B.json');

const keyOf = ({ id, revision }: { readonly id: string; readonly revision: string }): string => `${id} [${revision}]`;
const others = new Map(second.cases.map((entry) => [keyOf(entry), entry]));
let compared = 0;
let differing = 0;
for (const entry of first.cases) {
  const other = others.get(keyOf(entry));
  if (other === undefined || entry.verdict === 'skip' || other.verdict === 'skip') continue;
  compared += 1;
  if (entry.verdict === other.verdict) continue;
  differing += 1;
  console.log(`${keyOf(entry)}: ${entry.verdict} and ${other.verdict}\n  ${entry.message}\n  ${other.message}`);
}
console.log(`${compared} cases compared, ${differing} differ`);
process.exitCode = differing > 0 ? 1 : 0;
