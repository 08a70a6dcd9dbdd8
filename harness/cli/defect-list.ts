import { hang, wrapText } from '../../reports/wrap.js';
import { plural } from '../../reports/counts-line.js';
import type { CaseDefinition } from '../engine/case.js';
import type { ListedDefect } from '../spec/known-defects/index.js';
import { KNOWN_DEFECTS } from '../spec/known-defects/index.js';

/** A known defect, with the cases that find its like. */
export interface DefectRecord extends ListedDefect {
  readonly cases: readonly string[];
}

/** A known defect in one line, by its id: where it was seen, in what and on which transport. */
export function defectText(id: string): string {
  const defect = KNOWN_DEFECTS.get(id);
  if (defect === undefined) throw new Error(`no known defect is called ${id}`);
  return `${id} ${defect.seen}: ${defect.part}, ${defect.transport}`;
}

/** Every known defect with the cases that say they reproduce it. */
export function defectRecords(cases: readonly CaseDefinition[]): DefectRecord[] {
  return [...KNOWN_DEFECTS.values()].map((defect) => ({
    ...defect,
    cases: cases.filter(({ reproduces }) => reproduces?.includes(defect.id) === true).map(({ id }) => id),
  }));
}

/** The same for a reader: first those that a case finds, by property, then the others. */
export function defectLines(cases: readonly CaseDefinition[], columns: number): string[] {
  const records = defectRecords(cases);
  const found = records.filter((record) => record.cases.length > 0);
  const others = records.filter((record) => record.cases.length === 0);
  const entry = ({ id, property }: DefectRecord): string[] =>
    hang('  ', wrapText(`${defectText(id)} (${property})`, columns - 2));
  return [
    `${plural(found.length, 'known defect')} with a case that finds its like`,
    ...found.flatMap((record) => [...entry(record), ...record.cases.map((id) => `    ${id}`)]),
    '',
    `${plural(others.length, 'known defect')} without one`,
    ...others.flatMap(entry),
  ];
}
