import path from 'node:path';
import { INTERRUPTED_EXIT_CODE, HARNESS_EXIT_CODE } from '../../reports/exit-status.js';
import { renderMatrixMarkdown } from '../../reports/matrix/matrix-markdown.js';
import { buildMatrixReport, renderMatrixJson } from '../../reports/matrix/matrix-report.js';
import type { MatrixReport } from '../../reports/matrix/matrix-report.js';
import { matrixExitStatus } from '../../reports/matrix/matrix-status.js';
import { renderMatrixTerminal } from '../../reports/matrix/matrix-terminal.js';
import { writeHistory } from '../history/jsonl.js';
import type { Redactor } from '../history/redact.js';
import { createRedactor } from '../history/redact.js';
import type { CellResult, MatrixOutcome } from '../matrix/result.js';
import type { MatrixRequest } from '../matrix/run-matrix.js';
import type { CheckDependencies } from './check-command.js';
import { watchInterrupts } from './interrupt.js';
import type { MatrixOptions, RawMatrixOptions } from './matrix-options.js';
import { checkMatrixOptions, selectByName } from './matrix-options.js';
import { MatrixContainers } from './matrix-containers.js';
import { loadParticipants } from './matrix-participants.js';
import { createMatrixProgress, SILENT_MATRIX_PROGRESS } from './matrix-progress.js';
import type { MatrixProgress } from './matrix-progress.js';
import { checkOutputFiles, writeWhole } from './output-files.js';
import type { CommandIo } from './terminal-io.js';
import { columnsOf, isLive, wantsColour, wantsUnicode } from './terminal-io.js';
import { toolVersion } from './tool-version.js';

/** The parts of the harness that the command drives. */
export interface MatrixDependencies extends CheckDependencies {
  readonly runMatrix: (request: MatrixRequest) => Promise<MatrixOutcome>;
}

/** How long a stopped run may take to end what it has started before it is left behind. */
const WIND_UP_MS = 10_000;

function reproduction({ config, revision, seed }: MatrixOptions) {
  return ({ client, server, fault }: Pick<CellResult, 'client' | 'server' | 'fault'>): string => {
    const given = [
      ...(config === undefined ? [] : ['--config', /^[\w./-]+$/.test(config) ? config : JSON.stringify(config)]),
      ...['--client', client, '--server', server, '--fault', fault],
      ...(revision === undefined ? [] : ['--revision', revision]),
    ];
    return `faultline matrix ${given.join(' ')} --seed ${seed}`;
  };
}

/** What is written, by the name of the file. */
function filesOf(
  report: MatrixReport,
  { cells }: MatrixOutcome,
  { json, markdown, history }: MatrixOptions['outputs'],
  redactor: Redactor,
): [name: string, text: () => string][] {
  const kept = cells.filter(({ outcome, events }) => outcome !== 'survived' && events.length > 0);
  return [
    ...(json === undefined ? [] : [[json, () => renderMatrixJson(report)] as [string, () => string]]),
    ...(markdown === undefined ? [] : [[markdown, () => renderMatrixMarkdown(report)] as [string, () => string]]),
    ...(history === undefined
      ? []
      : kept.map(({ client, server, fault, events }): [string, () => string] => [
          path.join(history, `${[client, server, fault].join('--').replaceAll(/[^\w.-]+/g, '-')}.jsonl`),
          () => writeHistory(events, redactor),
        ])),
  ];
}

function writeFiles(
  files: readonly [name: string, text: () => string][],
  workingDirectory: string,
): { readonly written: string[]; readonly problems: string[] } {
  const [written, problems]: [string[], string[]] = [[], []];
  for (const [name, text] of files) {
    try {
      writeWhole(path.resolve(workingDirectory, name), text());
      written.push(name);
    } catch (error) {
      problems.push(`${name} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { written, problems };
}

function conclude(outcome: MatrixOutcome, options: MatrixOptions, redactor: Redactor, io: CommandIo): number {
  const report = buildMatrixReport(outcome, { version: toolVersion(), redactor, reproduce: reproduction(options) });
  const { outputs, quiet } = options;
  const { written, problems } = writeFiles(filesOf(report, outcome, outputs, redactor), io.workingDirectory);
  const { history } = outputs;
  const shown = written.filter((name) => history === undefined || !name.startsWith(history));
  const summary = renderMatrixTerminal(report, {
    columns: columnsOf(io.stdout, io),
    colour: wantsColour(io.stdout, io),
    unicode: wantsUnicode(io),
    quiet,
    written: history === undefined ? shown : [...shown, `${history} (${written.length - shown.length} histories)`],
  });
  io.stdout.write(quiet ? summary : `\n${summary}`);
  for (const line of problems) io.stderr.write(`faultline: ${line}\n`);
  const { code } = matrixExitStatus(report);
  return problems.length > 0 && code === 0 ? HARNESS_EXIT_CODE : code;
}

interface Running {
  readonly request: Omit<MatrixRequest, 'signal' | 'onCell'>;
  readonly containers: MatrixContainers;
  readonly progress: MatrixProgress;
  readonly conclude: (outcome: MatrixOutcome) => number;
}

/** What there is, as if the run had been stopped now. */
function stoppedOutcome({ request }: Running, cells: readonly CellResult[], startedAt: Date): MatrixOutcome {
  return {
    status: 'interrupted',
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    seed: request.seed,
    clients: request.clients.map(({ name }) => ({ name })),
    servers: request.servers.map(({ name }) => ({ name })),
    faults: request.faults.map(({ name, title, specs }) => ({ name, title, faults: specs })),
    cells,
  };
}

async function runToItsEnd(running: Running, { signals, exit, runMatrix }: MatrixDependencies): Promise<number> {
  const { request, progress, containers } = running;
  const stop = new AbortController();
  const startedAt = new Date();
  const cells: CellResult[] = [];
  let leftBehind: NodeJS.Timeout | undefined;
  const leave = (): void => {
    progress.finish();
    running.conclude(stoppedOutcome(running, cells, startedAt));
    exit(INTERRUPTED_EXIT_CODE);
  };
  const unwatch = watchInterrupts(
    signals,
    () => {
      progress.note('Stopping; what was measured will be written. Once more to leave at once.');
      stop.abort();
      leftBehind = setTimeout(leave, WIND_UP_MS);
    },
    leave,
  );
  try {
    const outcome = await runMatrix({
      ...request,
      signal: AbortSignal.any([stop.signal, containers.broken]),
      onCell(cell) {
        cells.push(cell);
        progress.onCell(cell);
      },
    });
    progress.finish();
    const { problem } = containers;
    const isBroken = problem !== undefined && !stop.signal.aborted;
    return running.conclude(isBroken ? { ...outcome, status: 'failed', problem } : outcome);
  } finally {
    await containers.close();
    clearTimeout(leftBehind);
    progress.finish();
    unwatch();
  }
}

/**
 * `faultline matrix`: runs clients against servers under faults and tells who survives what. Returns the exit status;
 * throws a UsageError before anything was started when the options can't be used.
 */
export async function matrixCommand(
  raw: RawMatrixOptions,
  io: CommandIo,
  dependencies: MatrixDependencies,
): Promise<number> {
  const options = checkMatrixOptions(raw);
  const { faults, seed, concurrency, revision, quiet } = options;
  const containers = new MatrixContainers();
  const known = loadParticipants(options.config, io.workingDirectory, containers);
  const clients = selectByName(known.clients, options.clients, '--client');
  const servers = selectByName(known.servers, options.servers, '--server');
  checkOutputFiles(options.outputs, io.workingDirectory);
  const redactor = createRedactor(known.secrets);
  const total = clients.length * servers.length * faults.length;
  const progress = quiet
    ? SILENT_MATRIX_PROGRESS
    : createMatrixProgress({
        output: io.stderr,
        live: isLive(io.stderr, io),
        total,
        columns: columnsOf(io.stderr, io),
      });
  progress.note(
    `Running ${total} cells: ${clients.length} clients, ${servers.length} servers, ${faults.length} faults.`,
  );
  return runToItsEnd(
    {
      request: { clients, servers, faults, seed, concurrency, ...(revision !== undefined && { revision }) },
      containers,
      progress,
      conclude: (outcome) => conclude(outcome, options, redactor, io),
    },
    dependencies,
  );
}
