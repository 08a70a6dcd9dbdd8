import { isFailure } from '../../harness/matrix/outcome.js';
import type { CellOutcome } from '../../harness/matrix/outcome.js';
import type { MatrixCell, MatrixReport } from './matrix-report.js';

/**
 * What several cells have in common: one client, one fault, one outcome, and what the wire shows. The message and the
 * command are those of the first: texts of servers differ.
 */
export interface MatrixNote {
  readonly client: string;
  readonly fault: string;
  readonly outcome: CellOutcome;
  readonly servers: readonly string[];
  readonly message: string;
  /** What the wire shows, and of whom, as a sentence; empty where it shows nothing. */
  readonly evidence: string;
  readonly reproduce: string;
}

function evidenceOf({ blame, evidence }: MatrixCell): string {
  if (evidence === undefined) return '';
  return blame === 'pair' || blame === undefined ? evidence : `${blame}: ${evidence}`;
}

/** What was seen of the cells that `isMeant` accepts, those that tell the same put together. */
function notesOn({ cells }: MatrixReport, isMeant: (outcome: CellOutcome) => boolean): MatrixNote[] {
  const notes = new Map<string, MatrixNote & { readonly servers: string[] }>();
  for (const cell of cells.filter(({ outcome }) => isMeant(outcome))) {
    const { client, fault, outcome, message, server, reproduce } = cell;
    const evidence = evidenceOf(cell);
    const key = [client, fault, outcome, evidence].join('\n');
    const known = notes.get(key);
    if (known === undefined)
      notes.set(key, { client, fault, outcome, servers: [server], message, evidence, reproduce });
    else known.servers.push(server);
  }
  return [...notes.values()];
}

/** What is to be told of failures and of what had no verdict. */
export function failureNotes(report: MatrixReport): MatrixNote[] {
  return notesOn(report, (outcome) => isFailure(outcome) || outcome === 'inconclusive');
}

/** Why cells were not run, each reason once: whose it is, and what it is. */
export function reasonsNotRun(report: MatrixReport): { readonly of: string; readonly reason: string }[] {
  const missing = [...report.clients, ...report.servers].flatMap(({ name, missing: reason }) =>
    reason === undefined ? [] : [{ of: name, reason }],
  );
  const absent = new Set(missing.map(({ of }) => of));
  const others = notesOn(
    { ...report, cells: report.cells.filter(({ client, server }) => !absent.has(client) && !absent.has(server)) },
    (outcome) => outcome === 'not-run',
  );
  return [
    ...missing,
    ...others.map(({ client, fault, servers, message }) => ({
      of: `${client} and ${servers.join(', ')}, ${fault}`,
      reason: message,
    })),
  ];
}

/** The clients and servers that were run at all, by name. */
export function presentIn({ clients, servers }: MatrixReport): {
  readonly clients: readonly string[];
  readonly servers: readonly string[];
} {
  const names = (list: MatrixReport['clients']): string[] =>
    list.flatMap(({ name, missing }) => (missing === undefined ? [name] : []));
  return { clients: names(clients), servers: names(servers) };
}

/** The outcome of each cell. */
export function outcomeIndex({
  cells,
}: MatrixReport): (client: string, server: string, fault: string) => CellOutcome | undefined {
  const byKey = new Map(
    cells.map(({ client, server, fault, outcome }) => [[client, server, fault].join('\n'), outcome]),
  );
  return (client, server, fault) => byKey.get([client, server, fault].join('\n'));
}
