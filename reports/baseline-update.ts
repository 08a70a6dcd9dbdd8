import type { Baseline, BaselineEntry } from './baseline.js';
import { canBeExpected } from './baseline.js';
import { compareWithBaseline, entriesFor, isAbout } from './baseline-compare.js';
import type { Report, ReportCase } from './report.js';

/** Reason of an entry that nobody has explained yet. */
export const UNEXPLAINED = 'not explained yet';

function newEntries(result: ReportCase, kept: readonly BaselineEntry[]): BaselineEntry[] {
  if (!canBeExpected(result.verdict) || entriesFor(result, kept).length > 0) return [];
  const { id, revision, verdict } = result;
  const rules = [...new Set(result.findings.filter(({ severity }) => severity === verdict).map(({ rule }) => rule))];
  const listed = (rule: string): boolean =>
    kept.some((entry) => isAbout(entry, result) && entry.verdict === verdict && entry.rule === rule);
  if (rules.length === 0) return [{ case: id, revision, verdict, reason: UNEXPLAINED }];
  return rules
    .filter((rule) => !listed(rule))
    .map((rule) => ({ case: id, revision, verdict, rule, reason: UNEXPLAINED }));
}

function byPlace(a: BaselineEntry, b: BaselineEntry): number {
  const [left, right] = [a, b].map((entry) => `${entry.case} ${entry.revision ?? ''} ${entry.rule ?? ''}`);
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

/**
 * The baseline that expects exactly what the report shows: entries that still hold, or whose case was not run, stay as
 * they are with their reasons; stale ones go; what is new is added. Warnings are added only under `strict`, since they
 * fail nothing otherwise.
 */
export function updateBaseline(report: Report, previous: Baseline | undefined, strict: boolean): Baseline {
  const before = previous ?? { schemaVersion: 1, target: {}, expected: [] };
  const stale = new Set(compareWithBaseline(report.cases, before).stale.map(({ entry }) => entry));
  const kept = before.expected.filter((entry) => !stale.has(entry));
  const added = report.cases
    .filter(({ verdict }) => strict || verdict !== 'warn')
    .flatMap((result) => newEntries(result, kept));
  const { role, transport, name, version } = report.target;
  const target = {
    role,
    transport,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
  };
  return { schemaVersion: 1, target, expected: [...kept, ...added].sort(byPlace) };
}
