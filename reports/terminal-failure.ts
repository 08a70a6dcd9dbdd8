import { VERDICT_WORDS } from './glyphs.js';
import type { CaseGroup, RuleGroup } from './group.js';
import { printableLine } from './printable.js';
import type { Style } from './terminal-style.js';
import { renderTimeline } from './timeline.js';
import { hang, widthOf, wrapCommand, wrapText } from './wrap.js';

const LABEL_COLUMNS = 11;

/** Events shown around each decisive one. */
const TIMELINE_NEIGHBOURS = 3;

function labelled(label: string, lines: readonly string[], indent: string, style: Style): string[] {
  const head = `${indent}${label.padEnd(LABEL_COLUMNS)}`;
  return hang(head, lines).map((line, position) =>
    position === 0 ? `${indent}${style.colours.dim(label.padEnd(LABEL_COLUMNS))}${line.slice(head.length)}` : line,
  );
}

function room(indent: string, style: Style): number {
  return style.columns - widthOf(indent) - LABEL_COLUMNS;
}

function ruleLines(rule: RuleGroup, group: CaseGroup, style: Style): string[] {
  const { colours } = style;
  const about = style.rules(rule.rule, rule.revisions.at(-1) ?? group.newest.revision);
  const level = about?.level === undefined ? '' : ` (${about.level})`;
  const at = rule.revisions.length < group.revisions.length ? ` at ${rule.revisions.join(', ')}` : '';
  const [first = '', ...rest] = wrapText(`${rule.rule}${level}${at}`, style.columns - 4);
  const more = rule.moreCount > 0 ? ` (and ${rule.moreCount} more like it)` : '';
  return [
    `  ${colours.bold(first)}`,
    ...rest.map((line) => `    ${colours.bold(line)}`),
    ...(about === undefined ? [] : wrapText(about.text, style.columns - 4).map((line) => `    ${line}`)),
    ...(about?.url === undefined ? [] : [`    ${colours.cyan(about.url)}`]),
    ...labelled('expected', wrapText(printableLine(rule.expected), room('    ', style)), '    ', style),
    ...labelled('seen', wrapText(`${printableLine(rule.seen)}${more}`, room('    ', style)), '    ', style),
  ];
}

function timelineLines(group: CaseGroup, style: Style): string[] {
  if (!style.verbose) return [];
  const lines = renderTimeline(group.newest, {
    columns: style.columns - 4,
    glyphs: style.glyphs,
    around: TIMELINE_NEIGHBOURS,
  });
  if (lines.length === 0) return [];
  return ['', `  timeline at ${group.newest.revision}`, ...lines.map((line) => `    ${line}`)];
}

/** Warnings that came up in a case that failed anyway. */
function alsoLines(group: CaseGroup, style: Style): string[] {
  const { newest } = group;
  const warnings = newest.verdict === 'fail' ? newest.findings.filter(({ severity }) => severity === 'warn') : [];
  return warnings.flatMap(({ rule, seen }) => {
    const level = style.rules(rule, newest.revision)?.level;
    const text = `${rule}${level === undefined ? '' : ` (${level})`}: ${printableLine(seen)}`;
    return ['', ...labelled('also', wrapText(text, room('  ', style)), '  ', style)];
  });
}

/** Id and revisions, on one line where they fit. */
export function caseName(group: Pick<CaseGroup, 'id' | 'revisions'>): string {
  return `${group.id} [${group.revisions.join(', ')}]`;
}

/** A failure (or warning) in full: which case, which rules, expected, seen, and the command that shows it again. */
export function failureBlock(group: CaseGroup, style: Style): string[] {
  const { colours, glyphs } = style;
  const { verdict } = group.newest;
  const colour = verdict === 'fail' ? colours.red : colours.yellow;
  const sign = `${glyphs.verdicts[verdict]} ${VERDICT_WORDS[verdict]}  `;
  const name = hang(sign, wrapText(caseName(group), style.columns - widthOf(sign)));
  const rules = group.rules.map((rule) => ruleLines(rule, group, style));
  const told =
    rules.length > 0
      ? rules.flatMap((lines) => ['', ...lines])
      : wrapText(printableLine(group.newest.message), style.columns - 2).map((line) => `  ${line}`);
  const command = wrapCommand(printableLine(group.newest.reproduce), room('  ', style));
  return [
    ...name.map((line) => colour(line)),
    ...wrapText(printableLine(group.title), style.columns - 2).map((line) => `  ${line}`),
    ...told,
    ...alsoLines(group, style),
    ...timelineLines(group, style),
    '',
    ...labelled('reproduce', command, '  ', style),
  ];
}
