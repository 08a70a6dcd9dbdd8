import type { Severity } from '../harness/checkers/checker.js';
import type { Revision } from '../harness/spec/revisions.js';
import type { ReportCase, ReportFinding } from './report.js';

/** One broken rule of a case, at all revisions at which it was broken. */
export interface RuleGroup {
  readonly rule: string;
  readonly revisions: readonly Revision[];
  /** Of the newest of these revisions. */
  readonly expected: string;
  readonly seen: string;
  /** Further findings on the same rule at that revision. */
  readonly moreCount: number;
}

/** All results of one case that came to the same verdict. */
export interface CaseGroup {
  readonly id: string;
  readonly title: string;
  readonly suite: string;
  readonly revisions: readonly Revision[];
  /** The result at the newest of these revisions. */
  readonly newest: ReportCase;
  readonly rules: readonly RuleGroup[];
}

/** The findings that made a result what it is. */
export function decidingFindings(result: ReportCase): readonly ReportFinding[] {
  const severity: Severity | undefined =
    result.verdict === 'fail' || result.verdict === 'warn' || result.verdict === 'inconclusive'
      ? result.verdict
      : undefined;
  return result.findings.filter((finding) => finding.severity === severity);
}

function ruleGroup(rule: string, results: readonly ReportCase[]): RuleGroup[] {
  const findings = results.map((result) => decidingFindings(result).filter((finding) => finding.rule === rule));
  const revisions = results.filter((_, position) => findings[position]?.length !== 0).map(({ revision }) => revision);
  const newest = findings.findLast((list) => list.length > 0) ?? [];
  const [first] = newest;
  if (first === undefined) return [];
  return [{ rule, revisions, expected: first.expected, seen: first.seen, moreCount: newest.length - 1 }];
}

function caseGroup(results: readonly ReportCase[]): CaseGroup[] {
  const newest = results.at(-1);
  if (newest === undefined) return [];
  const rules = new Set(results.flatMap((result) => decidingFindings(result).map(({ rule }) => rule)));
  const { id, title, suite } = newest;
  const revisions = results.map(({ revision }) => revision);
  return [{ id, title, suite, revisions, newest, rules: [...rules].flatMap((rule) => ruleGroup(rule, results)) }];
}

/** Puts the results of a case at its revisions together. Takes results of one verdict, in the order of a report. */
export function groupByCase(results: readonly ReportCase[]): CaseGroup[] {
  const byId = new Map<string, ReportCase[]>();
  for (const result of results) byId.set(result.id, [...(byId.get(result.id) ?? []), result]);
  return [...byId.values()].flatMap(caseGroup);
}
