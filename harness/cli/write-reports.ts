import path from 'node:path';
import type { Baseline } from '../../reports/baseline.js';
import { renderBaseline } from '../../reports/baseline.js';
import type { Weighing } from '../../reports/exit-status.js';
import { renderJson } from '../../reports/json.js';
import { renderJunit } from '../../reports/junit.js';
import { renderMarkdown } from '../../reports/markdown.js';
import type { Report } from '../../reports/report.js';
import type { CaseResult } from '../engine/result.js';
import { writeHistory } from '../history/jsonl.js';
import type { Redactor } from '../history/redact.js';
import type { OutputFiles } from './options.js';
import { writeWhole } from './output-files.js';
import { catalogueRules } from './rule-book.js';

/** What there is to write, and where to. */
export interface WriteRequest {
  readonly report: Report;
  readonly weighing: Weighing;
  readonly outputs: OutputFiles;
  readonly workingDirectory: string;
  /** Written where `outputs` names a file for it. */
  readonly updatedBaseline?: Baseline;
  /** Their whole histories are written where `outputs` names a folder for them. */
  readonly results?: readonly CaseResult[];
  readonly redactor: Redactor;
}

/** Which files were written, and one line for each that could not be. */
export interface WriteOutcome {
  readonly written: readonly string[];
  readonly problems: readonly string[];
}

/** Name of the file for the history of a case, one level deep. */
export function historyFileName(result: Pick<CaseResult, 'id' | 'revision'>): string {
  return `${result.id.replaceAll(/[^\w.-]+/g, '--')}@${result.revision}.jsonl`;
}

function historyFiles({ outputs, results = [], redactor }: WriteRequest): [name: string, text: () => string][] {
  const { history } = outputs;
  if (history === undefined) return [];
  const kept = results.filter(({ verdict, events }) => verdict !== 'pass' && events.length > 0);
  return kept.map((result) => [
    path.join(history, historyFileName(result)),
    () => writeHistory(result.events, redactor),
  ]);
}

function reportFiles({
  report,
  weighing,
  outputs,
  updatedBaseline,
}: WriteRequest): [name: string, text: () => string][] {
  const { json, junit, markdown, updateBaseline } = outputs;
  return [
    ...(json === undefined ? [] : [[json, () => renderJson(report)] as [string, () => string]]),
    ...(junit === undefined ? [] : [[junit, () => renderJunit(report, weighing)] as [string, () => string]]),
    ...(markdown === undefined
      ? []
      : [[markdown, () => renderMarkdown(report, { ...weighing, rules: catalogueRules })] as [string, () => string]]),
    ...(updateBaseline === undefined || updatedBaseline === undefined
      ? []
      : [[updateBaseline, () => renderBaseline(updatedBaseline)] as [string, () => string]]),
  ];
}

/**
 * Writes every file that was asked for, the JSON report first. Synchronous, so that it can be done on the way out. A
 * file that can't be written does not keep the others from being written.
 */
export function writeReports(request: WriteRequest): WriteOutcome {
  const written: string[] = [];
  const problems: string[] = [];
  const attempt = (name: string, text: () => string): boolean => {
    try {
      writeWhole(path.resolve(request.workingDirectory, name), text());
      return true;
    } catch (error) {
      problems.push(`${name} could not be written: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };
  for (const [name, text] of reportFiles(request)) if (attempt(name, text)) written.push(name);
  const histories = historyFiles(request).filter(([name, text]) => attempt(name, text));
  if (histories.length > 0) written.push(`${String(request.outputs.history)} (${histories.length} histories)`);
  return { written, problems };
}
