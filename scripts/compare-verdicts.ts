import { readFileSync } from 'node:fs';
import { readReport } from '../reports/read-report.js';

/**
 * compare-verdicts.ts A.json B.json: the cases of servers or clients that two reports both came to a verdict on, and on
 * which they differ; and why cases were skipped in one of them alone. Ends with status 1 when verdicts differ or cases are
 * in one report only.
 */
const [first, second] = process.argv.slice(2).map((file) => readReport(readFileSync(file, 'utf8')));
if (first === undefined || second === undefined) throw new Error('usage: compare-verdicts.ts A.json B.json');

type Entry = (typeof first.cases)[number];

const keyOf = ({ id, revision }: Entry): string => `${id} [${revision}]`;
const others = new Map(second.cases.map((entry) => [keyOf(entry), entry]));
const keys = new Set(first.cases.map(keyOf));
const alone = [
  ...first.cases.filter((entry) => !others.has(keyOf(entry))),
  ...second.cases.filter((entry) => !keys.has(keyOf(entry))),
];
const pairs = first.cases.flatMap((entry) => {
  const other = others.get(keyOf(entry));
  return other === undefined ? [] : [[entry, other] as const];
});
const isSkipped = ({ verdict }: Entry): boolean => verdict === 'skip';
const compared = pairs.filter((pair) => !pair.some(isSkipped));
const differing = compared.filter(([entry, other]) => entry.verdict !== other.verdict);
for (const [entry, other] of differing)
  console.log(`${keyOf(entry)}: ${entry.verdict} and ${other.verdict}\n  ${entry.message}\n  ${other.message}`);
for (const entry of alone) console.log(`${keyOf(entry)}: in one report only`);
console.log(`${compared.length} cases compared, ${differing.length} differ, ${alone.length} are in one report only`);
for (const [where, entries] of [
  ['first', pairs.flatMap(([entry, other]) => (isSkipped(entry) && !isSkipped(other) ? [entry] : []))],
  ['second', pairs.flatMap(([entry, other]) => (isSkipped(other) && !isSkipped(entry) ? [other] : []))],
] as const) {
  const counts = new Map<string, number>();
  for (const { message } of entries) counts.set(message, (counts.get(message) ?? 0) + 1);
  if (counts.size > 0) console.log(`\n${entries.length} skipped in the ${where} one only:`);
  for (const [reason, count] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`  ${count} ${reason}`);
}
process.exitCode = differing.length + alone.length > 0 ? 1 : 0;
