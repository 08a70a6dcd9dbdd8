import { CELL_OUTCOMES } from '../../harness/matrix/outcome.js';
import type { CellOutcome } from '../../harness/matrix/outcome.js';
import { describeDuration } from '../counts-line.js';
import { markdownCode, markdownText } from '../markdown-text.js';
import type { MatrixReport } from './matrix-report.js';
import { matrixExitStatus } from './matrix-status.js';
import { failureNotes, outcomeIndex, presentIn, reasonsNotRun } from './notes.js';
import { OUTCOME_SIGNS } from './signs.js';

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function sign(outcome: CellOutcome | undefined): string {
  return outcome === undefined ? '' : markdownText(OUTCOME_SIGNS[outcome].sign);
}

function participants({ clients, servers }: MatrixReport): string[] {
  const lines = (role: string, list: MatrixReport['clients']): string[] =>
    list.map(({ name, product = '', version = '', missing }) =>
      row([role, ...[name, product, version, missing ?? ''].map(markdownText)]),
    );
  return [
    row(['role', 'name', 'calls itself', 'version', 'not run because']),
    row(['---', '---', '---', '---', '---']),
    ...lines('client', clients),
    ...lines('server', servers),
  ];
}

function tables(report: MatrixReport): string[] {
  const { clients, servers } = presentIn(report);
  if (clients.length === 0 || servers.length === 0) return [];
  const outcomeOf = outcomeIndex(report);
  return report.faults.flatMap(({ name: fault, title }) => [
    '',
    `### ${markdownText(fault)}: ${markdownText(title)}`,
    '',
    row(['client', ...servers.map(markdownText)]),
    row(['---', ...servers.map(() => ':-:')]),
    ...clients.map((client) =>
      row([markdownText(client), ...servers.map((server) => sign(outcomeOf(client, server, fault)))]),
    ),
  ]);
}

function legend({ summary }: MatrixReport): string[] {
  return CELL_OUTCOMES.filter((outcome) => (summary[outcome] ?? 0) > 0).map((outcome) => {
    const { word, meaning } = OUTCOME_SIGNS[outcome];
    return row([sign(outcome), word, markdownText(meaning), String(summary[outcome] ?? 0)]);
  });
}

function failures(report: MatrixReport): string[] {
  const notes = failureNotes(report);
  if (notes.length === 0) return [];
  return [
    '',
    '### What failed',
    '',
    ...notes.flatMap(({ client, servers, fault, outcome, message, evidence, reproduce }) => [
      `- **${OUTCOME_SIGNS[outcome].word}**: ${markdownText(client)}, ${markdownText(fault)}, against ${markdownText(servers.join(', '))}: ` +
        `${markdownText(message)}${evidence === '' ? '' : `. ${markdownText(evidence)}`}  `,
      `  ${markdownCode(reproduce)}`,
    ]),
  ];
}

/** The matrix as Markdown, for a job summary or a page. Ends with a line feed. */
export function renderMatrixMarkdown(report: MatrixReport): string {
  const { code, meaning } = matrixExitStatus(report);
  const { tool, startedAt, durationMs, seed } = report;
  const notRun = reasonsNotRun(report);
  return `${[
    '## Who survives what',
    '',
    `${tool.name} ${markdownText(tool.version)}, ${startedAt}, ${describeDuration(durationMs)}, seed ${seed}; exit status ${code}: ${meaning}`,
    ...(report.problem === undefined ? [] : ['', markdownText(report.problem)]),
    '',
    row(['', 'outcome', 'meaning', 'cells']),
    row([':-:', '---', '---', '--:']),
    ...legend(report),
    '',
    ...participants(report),
    ...tables(report),
    ...failures(report),
    ...(notRun.length === 0
      ? []
      : ['', '### Not run', '', ...notRun.map(({ of, reason }) => `- ${markdownText(of)}: ${markdownText(reason)}`)]),
  ].join('\n')}\n`;
}
