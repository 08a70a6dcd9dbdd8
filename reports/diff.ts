import type { Verdict } from '../harness/engine/case.js';
import { caseKey } from './case-key.js';
import { decidingFindings } from './group.js';
import type { Report, ReportCase } from './report.js';

/**
 * How a case differs. `new`: it failed (or warned) and had never been judged badly before, since it was skipped or
 * inconclusive. `regressed`: it got worse than it was. `fixed`: it got better and passes or warns. `changed`: it differs
 * in another way, such as failing by other rules. `added`, `removed`: only one of the reports has it.
 */
export type Change = 'new' | 'regressed' | 'fixed' | 'changed' | 'added' | 'removed';

export interface CaseDiff {
  readonly change: Change;
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly before?: Verdict;
  readonly after?: Verdict;
  /** Rules that decided, where they were broken before and are broken now. */
  readonly rulesBefore: readonly string[];
  readonly rulesAfter: readonly string[];
  /** Of the newer report; of the older one for a removed case. */
  readonly message: string;
}

export interface ReportDiff {
  readonly before: Pick<Report, 'target' | 'tool' | 'startedAt' | 'summary'>;
  readonly after: Pick<Report, 'target' | 'tool' | 'startedAt' | 'summary'>;
  /** In the order of a report. */
  readonly cases: readonly CaseDiff[];
}

/** Verdicts that say something about the target, from good to bad. */
const JUDGED: readonly Verdict[] = ['pass', 'warn', 'fail'];

function brokenRules(result: ReportCase | undefined): string[] {
  if (result === undefined) return [];
  return [...new Set(decidingFindings(result).map(({ rule }) => rule))].sort();
}

function changeOf(before: ReportCase | undefined, after: ReportCase | undefined): Change | undefined {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  const [old, now] = [JUDGED.indexOf(before.verdict), JUDGED.indexOf(after.verdict)];
  if (old === -1 && now > 0) return 'new';
  if (old === -1 || now === -1) return before.verdict === after.verdict ? undefined : 'changed';
  if (now > old) return 'regressed';
  if (now < old) return 'fixed';
  return brokenRules(before).join(' ') === brokenRules(after).join(' ') ? undefined : 'changed';
}

function caseDiff(before: ReportCase | undefined, after: ReportCase | undefined): CaseDiff[] {
  const change = changeOf(before, after);
  const shown = after ?? before;
  if (change === undefined || shown === undefined) return [];
  const { id, revision, title, message } = shown;
  return [
    {
      change,
      id,
      revision,
      title,
      ...(before === undefined ? {} : { before: before.verdict }),
      ...(after === undefined ? {} : { after: after.verdict }),
      rulesBefore: brokenRules(before),
      rulesAfter: brokenRules(after),
      message,
    },
  ];
}

function about({ target, tool, startedAt, summary }: Report): ReportDiff['before'] {
  return { target, tool, startedAt, summary };
}

/** What changed from one report to another. Cases that came to the same, by the same rules, are left out. */
export function diffReports(before: Report, after: Report): ReportDiff {
  const old = new Map(before.cases.map((result) => [caseKey(result), result]));
  const now = new Map(after.cases.map((result) => [caseKey(result), result]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return {
    before: about(before),
    after: about(after),
    cases: keys.flatMap((key) => caseDiff(old.get(key), now.get(key))),
  };
}

/** Whether the newer report has a failure that the older one had not. Under `strict` a warning counts as well. */
export function hasRegressions(diff: ReportDiff, strict: boolean): boolean {
  return diff.cases.some(
    ({ after, before, change, rulesBefore, rulesAfter }) =>
      (after === 'fail' || (strict && after === 'warn')) &&
      change !== 'fixed' &&
      (before !== after || rulesAfter.some((rule) => !rulesBefore.includes(rule))),
  );
}
