import type { Blame, CellOutcome } from '../../harness/matrix/outcome.js';
import { countOutcomes } from '../../harness/matrix/result.js';
import type { FaultFacts, MatrixOutcome, MatrixStatus, ParticipantFacts } from '../../harness/matrix/result.js';
import type { Redactor } from '../../harness/history/redact.js';

/** One cell of a kept matrix. */
export interface MatrixCell {
  readonly client: string;
  readonly server: string;
  readonly fault: string;
  readonly revision?: string;
  readonly outcome: CellOutcome;
  readonly message: string;
  /** Which side the wire shows to be at fault, and what shows it. */
  readonly blame?: Blame;
  readonly evidence?: string;
  readonly durationMs: number;
  /** The command that runs this cell alone. */
  readonly reproduce: string;
}

/** A whole matrix: what `--json` writes and every other writer reads. Holds no credentials. */
export interface MatrixReport {
  readonly schemaVersion: 1;
  /** Tells it from the report of a check. */
  readonly kind: 'matrix';
  readonly tool: { readonly name: 'mcp-faultline'; readonly version: string };
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly seed: number;
  readonly status: MatrixStatus;
  /** Why the run is not `finished`. */
  readonly problem?: string;
  readonly clients: readonly ParticipantFacts[];
  readonly servers: readonly ParticipantFacts[];
  readonly faults: readonly FaultFacts[];
  /** How many cells came to what; what none came to is left out. */
  readonly summary: Partial<Readonly<Record<CellOutcome, number>>>;
  /** Ordered by fault, client and server. */
  readonly cells: readonly MatrixCell[];
}

/** What a report says that the run itself does not know. */
export interface MatrixReportContext {
  readonly version: string;
  readonly redactor: Redactor;
  /** The command line that runs one cell. */
  readonly reproduce: (cell: Pick<MatrixCell, 'client' | 'server' | 'fault'>) => string;
}

/** A cell without its history. */
function reportCell(cell: MatrixOutcome['cells'][number], reproduce: string): MatrixCell {
  const { client, server, fault, revision, outcome, message, blame, evidence, durationMs } = cell;
  return {
    client,
    server,
    fault,
    ...(revision !== undefined && { revision }),
    outcome,
    message,
    ...(blame !== undefined && { blame }),
    ...(evidence !== undefined && { evidence }),
    durationMs,
    reproduce,
  };
}

/** Makes the report of a run. Pure. */
export function buildMatrixReport(
  { cells, problem, ...outcome }: MatrixOutcome,
  { version, redactor, reproduce }: MatrixReportContext,
): MatrixReport {
  const { clients, servers, faults, startedAt, durationMs, seed, status } = outcome;
  const report: MatrixReport = {
    schemaVersion: 1,
    kind: 'matrix',
    tool: { name: 'mcp-faultline', version },
    startedAt,
    durationMs,
    seed,
    status,
    ...(problem !== undefined && { problem }),
    clients,
    servers,
    faults,
    summary: countOutcomes(cells),
    cells: cells.map((cell) => reportCell(cell, reproduce(cell))),
  };
  return redactor.value(report) as MatrixReport;
}

/** The report as JSON, one cell a line, so that two of them can be compared line by line. */
export function renderMatrixJson({ cells, ...rest }: MatrixReport): string {
  const head = JSON.stringify(rest, null, 2).replace(/\n\}$/, '');
  const lines = cells.map((cell) => `\n    ${JSON.stringify(cell)}`).join(',');
  return `${head},\n  "cells": [${lines}${cells.length === 0 ? '' : '\n  '}]\n}\n`;
}
