import picocolors from 'picocolors';
import { hang, wrapText } from '../../reports/wrap.js';
import type { CaseDefinition, Role } from '../engine/case.js';
import { revisionsOf } from '../engine/case.js';
import { faultKindsOf, globMatcher, loadAllCases } from '../engine/registry.js';
import { unlockedBy } from '../faults/ability.js';
import type { FaultSpec } from '../faults/fault.js';
import { levelAt, specificationUrl } from '../spec/catalogue.js';
import type { Revision } from '../spec/revisions.js';
import { defectText } from './defect-list.js';
import { suggestion } from './nearest.js';
import { catalogueRules } from './rule-book.js';
import { revisionSpan } from './list-command.js';
import type { CommandIo } from './terminal-io.js';
import { columnsOf, wantsColour } from './terminal-io.js';
import { UsageError } from './usage-error.js';

const WIDEST_COLUMNS = 100;

/** The case of this exact id, or the only one that the text begins or matches. */
function findCase(cases: readonly CaseDefinition[], text: string): CaseDefinition {
  const exact = cases.find(({ id }) => id === text);
  if (exact !== undefined) return exact;
  const matches = globMatcher(text);
  const matching = cases.filter(({ id }) => id.startsWith(text) || matches(id));
  const [only] = matching;
  if (only === undefined) {
    const ids = cases.map(({ id }) => id);
    throw new UsageError(`there is no case '${text}'${suggestion(text, ids)}`);
  }
  if (matching.length > 1) {
    const some = matching.slice(0, 3).map(({ id }) => id);
    const more = matching.length > some.length ? ', ...' : '';
    throw new UsageError(`'${text}' matches ${matching.length} cases: ${some.join(', ')}${more}`);
  }
  return only;
}

function faultText(fault: FaultSpec): string {
  const options = unlockedBy(fault.kind);
  return `${parametersText(fault)}${options === undefined ? '' : `; needs ${options}`}`;
}

function parametersText(fault: FaultSpec): string {
  const { kind, id, ...parameters } = fault as FaultSpec & Readonly<Record<string, unknown>>;
  const name = id === undefined || id === kind ? kind : `${kind} as ${id}`;
  const values = Object.entries(parameters).map(([parameter, value]) => `${parameter} ${JSON.stringify(value)}`);
  return values.length === 0 ? name : `${name}: ${values.join(', ')}`;
}

/** Faults with the revisions at which the case has them, where that is not everywhere. */
function faultTexts(definition: CaseDefinition): string[] {
  const { faults } = definition;
  if (typeof faults !== 'function') return (faults ?? []).map(faultText);
  const revisions = revisionsOf(definition);
  const at = new Map<string, Revision[]>();
  for (const revision of revisions) {
    for (const text of faults({ revision }).map(faultText)) at.set(text, [...(at.get(text) ?? []), revision]);
  }
  return [...at].map(([text, having]) =>
    having.length === revisions.length ? text : `${text} (${revisionSpan(having)})`,
  );
}

/** Levels by revision, equal ones together: `MUST (2025-03-26 to 2025-11-25)`. */
function levelText(rule: string, revisions: readonly Revision[]): string {
  const levels = new Map<string, Revision[]>();
  for (const revision of revisions) {
    const level = levelAt(rule, revision);
    if (level !== undefined) levels.set(level, [...(levels.get(level) ?? []), revision]);
  }
  return [...levels].map(([level, at]) => `${level} (${revisionSpan(at)})`).join(', ');
}

/** How the server is named to the command that runs a case. */
function serverOptions([unlock]: readonly string[]): string {
  if (unlock === undefined) return '--url URL';
  return unlock.startsWith('--command') ? '--command COMMAND --url URL' : '--topology containers --image IMAGE';
}

/** The command that runs a case; the target is for the reader to fill in. */
function commandFor({ role, id }: { readonly role: Role; readonly id: string }, unlocks: readonly string[]): string {
  const target = role === 'server' ? `server ${serverOptions(unlocks)}` : 'client --command COMMAND';
  return `faultline ${target} --case ${id}`;
}

function requirementLines(rule: string, definition: CaseDefinition, columns: number): string[] {
  const revisions = revisionsOf(definition);
  const newest = revisions.findLast((revision) => levelAt(rule, revision) !== undefined) ?? revisions.at(-1);
  const about = newest === undefined ? undefined : catalogueRules(rule, newest);
  const levels = levelText(rule, revisions);
  const url = newest === undefined ? undefined : specificationUrl(rule, newest);
  return [
    ...wrapText(`${rule}${levels === '' ? '' : ` ${levels}`}`, columns - 2).map((line) => `  ${line}`),
    ...(about === undefined ? [] : hang('    ', wrapText(about.text, columns - 4))),
    ...(url === undefined ? [] : [`    ${url}`]),
  ];
}

function explain(definition: CaseDefinition, columns: number, colour: boolean): string[] {
  const colours = picocolors.createColors(colour);
  const paragraph = (text: string): string[] =>
    hang('  ', wrapText(text, columns - 2)).map((line) => `  ${line.trim()}`);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', colours.bold(title), ...lines];
  const unlocks = faultKindsOf(definition).flatMap((kind) => unlockedBy(kind) ?? []);
  const items = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => hang('  ', wrapText(text, columns - 2)));
  return [
    colours.bold(definition.id),
    ...paragraph(definition.title),
    ...section('Checks', [`  a ${definition.role}`]),
    ...section('What it does', paragraph(definition.about)),
    ...section(
      'Runs at',
      items([
        `${revisionSpan(revisionsOf(definition))}${definition.once === true ? ', once at the newest of them' : ''}`,
      ]),
    ),
    ...section('Needs', items(definition.needs ?? [])),
    ...section('Faults', items(faultTexts(definition))),
    ...section(
      'Stands for',
      definition.requirements.flatMap((rule) => requirementLines(rule, definition, columns)),
    ),
    ...section('How to fix what it finds', paragraph(definition.fix)),
    ...section('Known defects of this class', items((definition.reproduces ?? []).map(defectText))),
    ...section('Run it', [`  ${commandFor(definition, unlocks)}`]),
  ];
}

/** `faultline explain CASE`. Returns the exit status; throws a UsageError unless the text names one case. */
export async function explainCommand(text: string, io: CommandIo): Promise<number> {
  const definition = findCase(await loadAllCases(), text);
  const columns = Math.min(WIDEST_COLUMNS, columnsOf(io.stdout, io));
  io.stdout.write(`${explain(definition, columns, wantsColour(io.stdout, io)).join('\n')}\n`);
  return 0;
}
