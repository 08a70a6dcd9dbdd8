import type { CaseDefinition, Role } from '../engine/case.js';
import { revisionsOf, suiteOf } from '../engine/case.js';
import type { CoverageRow } from '../engine/coverage.js';
import { coverageOf } from '../engine/coverage.js';
import { faultKindsOf, loadAllCases } from '../engine/registry.js';
import { unlockedBy } from '../faults/ability.js';
import type { Revision } from '../spec/revisions.js';
import { REVISIONS } from '../spec/revisions.js';
import { hang, wrapText } from '../../reports/wrap.js';
import { plural } from '../../reports/counts-line.js';
import { defectLines, defectRecords } from './defect-list.js';
import { parseWord } from './option-values.js';
import { chooseCases } from './selection.js';
import type { CommandIo } from './terminal-io.js';
import { columnsOf } from './terminal-io.js';

export interface ListOptions {
  readonly json?: boolean;
  readonly requirements?: boolean;
  readonly defects?: boolean;
  readonly role?: string;
  readonly case?: string[];
  readonly suite?: string[];
  readonly fault?: string[];
}

const ROLES: readonly Role[] = ['server', 'client'];

/** Revisions as a reader takes them in: an unbroken run by its ends. */
export function revisionSpan(revisions: readonly Revision[]): string {
  const [first, last] = [revisions[0], revisions.at(-1)];
  if (first === undefined || last === undefined) return 'none';
  const unbroken = REVISIONS.indexOf(last) - REVISIONS.indexOf(first) === revisions.length - 1;
  if (!unbroken || revisions.length < 3) return revisions.join(', ');
  return `${first} to ${last}`;
}

/** Rows as aligned columns, two spaces apart; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function caseRow(definition: CaseDefinition): string[] {
  return [
    definition.id,
    definition.role,
    revisionSpan(revisionsOf(definition)),
    faultKindsOf(definition).join(', ') || '-',
    String(definition.requirements.length),
  ];
}

function caseRecord(definition: CaseDefinition): Record<string, unknown> {
  return {
    id: definition.id,
    title: definition.title,
    suite: suiteOf(definition.id),
    role: definition.role,
    revisions: revisionsOf(definition),
    faults: faultKindsOf(definition),
    requirements: definition.requirements,
    needs: definition.needs ?? [],
    unlockedBy: unlocksOf(definition),
  };
}

/** Options without which the faults of a case can't be brought about. */
function unlocksOf(definition: CaseDefinition): string[] {
  return [...new Set(faultKindsOf(definition).flatMap((kind) => unlockedBy(kind) ?? []))];
}

/** What the faults of these cases need, a line for each need. */
function unlockLines(cases: readonly CaseDefinition[]): string[] {
  const kinds = new Map<string, Set<string>>();
  for (const kind of cases.flatMap(faultKindsOf)) {
    const options = unlockedBy(kind);
    if (options !== undefined) kinds.set(options, (kinds.get(options) ?? new Set()).add(kind));
  }
  return [...kinds].map(([options, under]) => `Cases under ${[...under].join(' or ')} need ${options}.`);
}

function coverageSection(
  role: Role,
  rows: readonly (CoverageRow & { readonly role: Role })[],
  columns: number,
): string[] {
  return [
    `For a ${role}:`,
    '',
    ...coverageLines(
      rows.filter((row) => row.role === role),
      columns,
    ),
    '',
  ];
}

function coverageLines(rows: readonly CoverageRow[], columns: number): string[] {
  const covered = rows.filter(({ cases }) => cases.length > 0);
  const uncovered = rows.filter(({ cases }) => cases.length === 0);
  return [
    `${plural(covered.length, 'requirement')} covered`,
    ...covered.flatMap(({ requirement, cases }) => [`  ${requirement}`, ...cases.map((id) => `    ${id}`)]),
    '',
    `${plural(uncovered.length, 'requirement')} not covered`,
    ...uncovered.flatMap(({ requirement, reason }) => [
      `  ${requirement}`,
      ...hang('    ', wrapText(reason ?? 'no reason is given', columns - 4)),
    ]),
  ];
}

/** `faultline list`: what cases there are, or which requirements or known defects they cover. Returns the exit status. */
export async function listCommand(options: ListOptions, io: CommandIo): Promise<number> {
  const roles = options.role === undefined ? ROLES : [parseWord(options.role, '--role', ROLES)];
  const all = (await loadAllCases()).filter(({ role }) => roles.includes(role));
  if (options.requirements === true) {
    const rows = roles.flatMap((role) => coverageOf(role, all).map((row) => ({ role, ...row })));
    const lines =
      options.json === true
        ? [JSON.stringify(rows, null, 2)]
        : roles.flatMap((role) => coverageSection(role, rows, columnsOf(io.stdout, io)));
    io.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  }
  if (options.defects === true) {
    const lines =
      options.json === true
        ? [JSON.stringify(defectRecords(all), null, 2)]
        : defectLines(all, columnsOf(io.stdout, io));
    io.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  }
  const selection = { cases: options.case ?? [], suites: options.suite ?? [], faults: options.fault ?? [] };
  const cases = all.length === 0 ? all : chooseCases(all, selection);
  const lines =
    options.json === true
      ? [JSON.stringify(cases.map(caseRecord), null, 2)]
      : [
          ...table([['CASE', 'ROLE', 'REVISIONS', 'FAULTS', 'REQUIREMENTS'], ...cases.map(caseRow)]),
          '',
          plural(cases.length, 'case'),
          ...unlockLines(cases),
        ];
  io.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
