import type { BaselineComparison, StaleEntry } from './baseline-compare.js';
import { describeEntry } from './baseline.js';
import { caseKey } from './case-key.js';
import { plural } from './counts-line.js';
import { groupByCase } from './group.js';
import type { CaseGroup } from './group.js';
import { printableLine } from './printable.js';
import type { ReportCase } from './report.js';
import type { Style } from './terminal-style.js';
import { caseName } from './terminal-failure.js';
import { hang, widthOf, wrapText } from './wrap.js';

function item(sign: string, text: string, style: Style): string[] {
  const label = `  ${sign} `;
  return hang(label, wrapText(printableLine(text), style.columns - widthOf(label)));
}

function warnText(group: CaseGroup, style: Style): string {
  const rules = group.rules.map((rule) => {
    const level = style.rules(rule.rule, rule.revisions.at(-1) ?? group.newest.revision)?.level;
    return `${rule.rule}${level === undefined ? '' : ` (${level})`}: ${rule.seen}`;
  });
  return `${caseName(group)} ${rules.length > 0 ? rules.join('; ') : group.newest.message}`;
}

/** Warnings in short: the case, the rule, what was seen. */
export function warnLines(results: readonly ReportCase[], style: Style): string[] {
  return groupByCase(results).flatMap((group) => item(style.glyphs.verdicts.warn, warnText(group, style), style));
}

/** Cases that share one reason are named up to this many; one cause can take down half a run. */
const NAMES_SHOWN = 3;

function openNames(results: readonly ReportCase[], style: Style): string {
  const names = groupByCase(results).map(caseName);
  const shown = style.verbose || names.length <= NAMES_SHOWN + 1 ? names : names.slice(0, NAMES_SHOWN);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${plural(more, 'more case')}` : ''}`;
}

/** Inconclusive cases and those in error, by their reason. */
export function openLines(results: readonly ReportCase[], style: Style): string[] {
  const reasons = new Map<string, ReportCase[]>();
  for (const result of results) {
    const reason = `${result.verdict === 'error' ? 'in error: ' : ''}${result.message}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), result]);
  }
  return [...reasons].flatMap(([reason, alike]) => {
    const sign = style.glyphs.verdicts[alike[0]?.verdict ?? 'inconclusive'];
    return [...item(sign, reason, style), ...item(' ', openNames(alike, style), style)];
  });
}

/** Skipped cases as counts by reason, the most frequent first. */
export function skipLines(results: readonly ReportCase[], style: Style): string[] {
  const counts = new Map<string, number>();
  for (const { message } of results) counts.set(message, (counts.get(message) ?? 0) + 1);
  const ordered = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  const digits = Math.max(0, ...ordered.map(([, count]) => String(count).length));
  return ordered.flatMap(([message, count]) => item(String(count).padStart(digits), message, style));
}

/** Results that the baseline expects, with its reasons. */
export function expectedLines(
  results: readonly ReportCase[],
  comparison: BaselineComparison | undefined,
  style: Style,
): string[] {
  return results.flatMap((result) => {
    const reasons = (comparison?.expected.get(caseKey(result)) ?? []).map(({ reason }) => reason);
    return item(style.glyphs.verdicts[result.verdict], `${caseKey(result)} ${[...new Set(reasons)].join('; ')}`, style);
  });
}

/** What has to be taken out of the baseline. */
export function staleLines(stale: readonly StaleEntry[], style: Style): string[] {
  return stale.flatMap(({ entry, now }) => {
    const state = now === 'pass' ? 'passes now' : 'only warns now';
    return item(style.glyphs.bullet, `${describeEntry(entry)}, ${state}: remove the entry`, style);
  });
}
