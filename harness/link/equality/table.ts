import { beyondBackend } from '../../faults/ability.js';
import type { BackendName, Row } from './row.js';

const REAL: readonly BackendName[] = ['toxiproxy', 'nginx'];

function cell(row: Row, backend: BackendName): string {
  const beyond = row.faults.map((spec) => beyondBackend(spec, backend)).find((reason) => reason !== undefined);
  if (beyond !== undefined) return `not claimed: it ${beyond.replace(/^.*, which /, '')}`;
  const difference = row.differs?.[backend];
  if (difference === undefined) return 'the same';
  const parts = [
    ...(difference.client === undefined ? [] : [`client: ${difference.client}`]),
    ...(difference.server === undefined ? [] : [`server: ${difference.server}`]),
  ];
  return `${parts.join('; ')}: ${difference.because}`;
}

/** The rows as a table of Markdown, for people. */
export function equalityTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [row.name, row.seen.client, row.seen.server, ...REAL.map((name) => cell(row, name))]);
  const header = ['What is done', 'The client sees', 'The server sees', 'Toxiproxy', 'nginx'];
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
