import picocolors from 'picocolors';
import { CELL_OUTCOMES, isFailure } from '../../harness/matrix/outcome.js';
import type { CellOutcome } from '../../harness/matrix/outcome.js';
import { describeDuration, plural } from '../counts-line.js';
import { printableLine } from '../printable.js';
import type { Colours } from '../terminal-style.js';
import { hang, widthOf, wrapCommand, wrapText } from '../wrap.js';
import type { MatrixReport } from './matrix-report.js';
import { matrixExitStatus } from './matrix-status.js';
import { failureNotes, outcomeIndex, presentIn, reasonsNotRun } from './notes.js';
import { OUTCOME_SIGNS } from './signs.js';

export interface MatrixTerminalOptions {
  readonly columns: number;
  readonly colour: boolean;
  readonly unicode: boolean;
  /** Only the counts and what the exit status means. */
  readonly quiet: boolean;
  /** Names of files that were written. */
  readonly written: readonly string[];
}

interface Style {
  readonly columns: number;
  readonly colours: Colours;
  readonly unicode: boolean;
}

/** Longest name of a client that a table shows whole. */
const NAME_LIMIT = 24;
/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 100;

function cut(text: string, columns: number): string {
  return widthOf(text) <= columns
    ? text
    : `${Array.from(text)
        .slice(0, columns - 1)
        .join('')}…`;
}

function signOf(outcome: CellOutcome | undefined, { unicode, colours }: Style): string {
  if (outcome === undefined) return ' ';
  const { sign, ascii } = OUTCOME_SIGNS[outcome];
  const shown = unicode ? sign : ascii;
  if (isFailure(outcome)) return colours.red(colours.bold(shown));
  if (outcome === 'survived' || outcome === 'recovered') return colours.green(shown);
  return outcome === 'not-run' ? colours.dim(shown) : colours.yellow(shown);
}

/** Column headings: the names, where they fit, or numbers that a key explains. */
function headings(
  servers: readonly string[],
  room: number,
): { readonly names: readonly string[]; readonly key: string } {
  const taken = servers.reduce((sum, name) => sum + widthOf(name) + 2, 0);
  if (taken <= room) return { names: servers, key: '' };
  const names = servers.map((_, position) => String(position + 1));
  return { names, key: servers.map((name, position) => `${position + 1} ${name}`).join('  ') };
}

function tables(report: MatrixReport, style: Style): string[] {
  const { clients, servers } = presentIn(report);
  if (clients.length === 0 || servers.length === 0) return [];
  const outcomeOf = outcomeIndex(report);
  const labelWidth = Math.min(NAME_LIMIT, Math.max(...clients.map(widthOf), 'client'.length));
  const { names, key } = headings(servers, style.columns - labelWidth - 2);
  const widths = names.map((name) => Math.max(widthOf(name), 2));
  const pad = (text: string, shown: string, width: number): string =>
    shown + ' '.repeat(Math.max(0, width - widthOf(text)));
  const header =
    `  ${'client'.padEnd(labelWidth)}  ${names.map((name, at) => name.padEnd(widths[at] ?? 2)).join('  ')}`.trimEnd();
  const lines = key === '' ? [] : [...hang('servers: ', wrapText(key.replaceAll('  ', '; '), style.columns - 9)), ''];
  for (const { name: fault, title } of report.faults) {
    lines.push(
      ...hang(`${style.colours.bold(fault)}  `, wrapText(title, style.columns - widthOf(fault) - 2)),
      style.colours.dim(header),
    );
    for (const client of clients) {
      const cells = servers.map((server, at) =>
        pad('x', signOf(outcomeOf(client, server, fault), style), widths[at] ?? 2),
      );
      lines.push(`  ${cut(client, labelWidth).padEnd(labelWidth)}  ${cells.join('  ')}`.trimEnd());
    }
    lines.push('');
  }
  return lines;
}

function legend({ summary }: MatrixReport, style: Style): string[] {
  const shown = CELL_OUTCOMES.filter((outcome) => (summary[outcome] ?? 0) > 0);
  return shown.map((outcome) => {
    const { word, meaning } = OUTCOME_SIGNS[outcome];
    return `  ${signOf(outcome, style)}  ${word.padEnd('inconclusive'.length)}  ${meaning}`;
  });
}

function failures(report: MatrixReport, style: Style): string[] {
  const notes = failureNotes(report);
  return notes.flatMap(({ client, servers, fault, outcome, message, evidence, reproduce }) => [
    ...hang(
      `${signOf(outcome, style)} `,
      wrapText(`${client}, ${fault}, against ${servers.join(', ')}`, style.columns - 2),
    ),
    ...hang('    ', wrapText(printableLine(message), style.columns - 4)),
    ...(evidence === '' ? [] : hang('    ', wrapText(printableLine(evidence), style.columns - 4))),
    ...hang('    ', wrapCommand(reproduce, style.columns - 4)),
  ]);
}

function countsLine({ summary, cells }: MatrixReport): string {
  const counts = CELL_OUTCOMES.toReversed().flatMap((outcome) => {
    const count = summary[outcome] ?? 0;
    return count === 0 ? [] : [`${count} ${OUTCOME_SIGNS[outcome].word}`];
  });
  return `${plural(cells.length, 'cell')}: ${counts.join(', ') || 'none was run'}`;
}

/** The summary of a matrix for a terminal. Ends with a line feed. */
export function renderMatrixTerminal(report: MatrixReport, options: MatrixTerminalOptions): string {
  const { colour, unicode, quiet, written } = options;
  const style: Style = {
    columns: Math.min(options.columns, WIDEST),
    colours: picocolors.createColors(colour),
    unicode,
  };
  const { code, meaning } = matrixExitStatus(report);
  const notRun = reasonsNotRun(report).flatMap(({ of, reason }) =>
    hang('  ', wrapText(`${of}: ${printableLine(reason)}`, style.columns - 2)),
  );
  const failed = failures(report, style);
  const details = [
    ...tables(report, style),
    ...legend(report, style),
    ...(failed.length === 0 ? [] : ['', ...failed]),
    ...(notRun.length === 0 ? [] : ['', 'Not run:', ...notRun]),
    '',
  ];
  return `${[
    ...(quiet ? [] : details),
    ...(report.problem === undefined ? [] : wrapText(printableLine(report.problem), style.columns)),
    `${countsLine(report)} (${describeDuration(report.durationMs)})`,
    ...(written.length === 0 ? [] : [`written: ${written.join(', ')}`]),
    `exit status ${code}: ${meaning}`,
  ].join('\n')}\n`;
}
