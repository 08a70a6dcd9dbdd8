import picocolors from 'picocolors';
import { countsLine } from './counts-line.js';
import { hasRegressions } from './diff.js';
import type { CaseDiff, Change, ReportDiff } from './diff.js';
import { printableLine } from './printable.js';
import { hang, wrapText } from './wrap.js';

export interface DiffTextOptions {
  readonly columns: number;
  readonly colour: boolean;
  readonly strict: boolean;
}

const HEADINGS: Readonly<Record<Change, string>> = {
  regressed: 'Regressed',
  new: 'New problems',
  added: 'Added cases',
  changed: 'Changed',
  fixed: 'Fixed',
  removed: 'Removed cases',
};

const ORDER: readonly Change[] = ['regressed', 'new', 'added', 'changed', 'fixed', 'removed'];

function verdictsOf({ before, after, rulesBefore, rulesAfter }: CaseDiff): string {
  if (before === undefined) return after ?? '';
  if (after === undefined) return `was ${before}`;
  if (before !== after) return `${before} -> ${after}`;
  return `${after} by ${rulesBefore.join(', ') || 'no rule'} -> by ${rulesAfter.join(', ') || 'no rule'}`;
}

function caseLines(diff: CaseDiff, columns: number): string[] {
  const bad = diff.after === 'fail' || diff.after === 'warn' || diff.after === 'error' || diff.after === 'inconclusive';
  const message = bad ? printableLine(diff.message) : '';
  return [
    ...hang('  ', wrapText(`${diff.id} [${diff.revision}] ${verdictsOf(diff)}`, columns - 2)),
    ...hang('    ', wrapText(message, columns - 4)),
  ];
}

function nameOf({ target, tool }: ReportDiff['before']): string {
  const who = [target.name ?? target.url ?? target.command ?? target.role, target.version];
  return `${printableLine(who.filter((part) => part !== undefined).join(' '))} (faultline ${tool.version})`;
}

/** A comparison of two reports for people. */
export function renderDiff(diff: ReportDiff, options: DiffTextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const lines = [
    ...hang('before  ', wrapText(`${nameOf(diff.before)}: ${countsLine(diff.before.summary)}`, options.columns - 8)),
    ...hang('after   ', wrapText(`${nameOf(diff.after)}: ${countsLine(diff.after.summary)}`, options.columns - 8)),
  ];
  for (const change of ORDER) {
    const cases = diff.cases.filter((entry) => entry.change === change);
    if (cases.length === 0) continue;
    lines.push('', colours.bold(`${HEADINGS[change]} (${cases.length})`));
    lines.push(...cases.flatMap((entry) => caseLines(entry, options.columns)));
  }
  const closing = hasRegressions(diff, options.strict)
    ? 'Exit status 1: there are failures that were not there before.'
    : 'Exit status 0: no failure is new.';
  const same = diff.cases.length === 0 ? ['', 'No case differs.'] : [];
  return `${[...lines, ...same, '', closing].join('\n')}\n`;
}
