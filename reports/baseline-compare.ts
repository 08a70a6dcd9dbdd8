import type { Verdict } from '../harness/engine/case.js';
import type { BaselineEntry, Baseline } from './baseline.js';
import { canBeExpected } from './baseline.js';
import { caseKey } from './case-key.js';
import type { ReportCase } from './report.js';

type Result = Pick<ReportCase, 'id' | 'revision' | 'verdict' | 'findings'>;

/** An entry that no longer holds, and the verdict that its case came to instead. */
export interface StaleEntry {
  readonly entry: BaselineEntry;
  readonly now: Verdict;
}

/** Results measured against what was expected. */
export interface BaselineComparison {
  /** Results that the baseline expects, by {@link caseKey}, with the entries that say so. */
  readonly expected: ReadonlyMap<string, readonly BaselineEntry[]>;
  /** Failures, warnings and inconclusive results that it does not, by {@link caseKey}. */
  readonly unexpected: ReadonlySet<string>;
  /** Entries that must be removed from it: what they expect has been mended. */
  readonly stale: readonly StaleEntry[];
  /** Entries whose case was not run or came to no judgement; tolerated. */
  readonly notRun: readonly BaselineEntry[];
}

/** Whether an entry names this case, at this revision or at every one. */
export function isAbout(entry: BaselineEntry, result: Pick<Result, 'id' | 'revision'>): boolean {
  return entry.case === result.id && (entry.revision === undefined || entry.revision === result.revision);
}

function brokenRules(result: Result): string[] {
  return [...new Set(result.findings.filter(({ severity }) => severity === result.verdict).map(({ rule }) => rule))];
}

function holdsFor(entry: BaselineEntry, result: Result): boolean {
  if (!isAbout(entry, result) || entry.verdict !== result.verdict) return false;
  return entry.rule === undefined || brokenRules(result).includes(entry.rule);
}

/** The entries by which a result is expected; none when even one of its broken rules is not listed. */
export function entriesFor(result: Result, entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const holding = entries.filter((entry) => holdsFor(entry, result));
  if (holding.some((entry) => entry.rule === undefined)) return holding;
  const listed = new Set(holding.map((entry) => entry.rule));
  const rules = brokenRules(result);
  return rules.length > 0 && rules.every((rule) => listed.has(rule)) ? holding : [];
}

/** A better verdict than the expected one makes an entry stale; one that says nothing (skip, error) does not. */
function isMended(expected: BaselineEntry['verdict'], now: Verdict): boolean {
  return now === 'pass' || (expected === 'fail' && now === 'warn');
}

function classify(entry: BaselineEntry, results: readonly Result[]): 'holds' | 'not-run' | StaleEntry {
  const about = results.filter((result) => isAbout(entry, result));
  if (about.some((result) => holdsFor(entry, result))) return 'holds';
  if (entry.sometimes === true) return 'not-run';
  // As long as its case breaks anything, an entry may be hidden behind the other breach.
  if (about.length === 0 || !about.every((result) => isMended(entry.verdict, result.verdict))) return 'not-run';
  return { entry, now: about.some(({ verdict }) => verdict === 'warn') ? 'warn' : 'pass' };
}

/** Measures results against a baseline. */
export function compareWithBaseline(results: readonly Result[], baseline: Baseline): BaselineComparison {
  const expected = new Map<string, readonly BaselineEntry[]>();
  const unexpected = new Set<string>();
  for (const result of results) {
    if (!canBeExpected(result.verdict)) continue;
    const entries = entriesFor(result, baseline.expected);
    if (entries.length > 0) expected.set(caseKey(result), entries);
    else unexpected.add(caseKey(result));
  }
  const stale: StaleEntry[] = [];
  const notRun: BaselineEntry[] = [];
  for (const entry of baseline.expected) {
    const state = classify(entry, results);
    if (state === 'not-run') notRun.push(entry);
    else if (state !== 'holds') stale.push(state);
  }
  return { expected, unexpected, stale, notRun };
}
