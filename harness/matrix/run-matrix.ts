import { setMaxListeners } from 'node:events';
import type { Revision } from '../spec/revisions.js';
import { createClientPool } from '../sut/client/pool.js';
import type { ClientPool } from '../sut/client/pool.js';
import { Places } from '../sut/client/places.js';
import { whyNotReachable } from '../sut/reach.js';
import type { MatrixFault } from './matrix-fault.js';
import type { MatrixClient, MatrixServer, RunningServer } from './participants.js';
import type { CellResult, MatrixOutcome, MatrixStatus, ParticipantFacts } from './result.js';
import { runCell } from './run-cell.js';
import type { CellLimits, CellRequest, CellRun, SelfDescription } from './run-cell.js';

/** A matrix to be run. */
export interface MatrixRequest {
  readonly clients: readonly MatrixClient[];
  readonly servers: readonly MatrixServer[];
  readonly faults: readonly MatrixFault[];
  readonly revision?: Revision;
  readonly seed: number;
  /** Cells at the same time. */
  readonly concurrency: number;
  readonly limits?: CellLimits;
  readonly signal: AbortSignal;
  /** Called for each cell as it is done. */
  readonly onCell: (cell: CellResult) => void;
}

/** Servers at the same time: while one is started anew again and again, another one's cells go on. */
const SERVERS_AT_ONCE = 2;
const READY_DEADLINE_MS = 20_000;
const ALIVE_DEADLINE_MS = 2_000;

interface Column {
  readonly server: MatrixServer;
  readonly running: RunningServer;
}

type Facts = Map<string, SelfDescription>;

/** One run, from the first server to the last. */
class MatrixRun {
  readonly #request: MatrixRequest;
  readonly #pools = new Map<string, ClientPool>();
  readonly #places: Places;
  readonly #cells: CellResult[] = [];
  readonly #clientFacts: Facts = new Map();
  readonly #serverFacts: Facts = new Map();
  readonly #missingServers = new Map<string, string>();

  constructor(request: MatrixRequest) {
    this.#request = request;
    this.#places = new Places(request.concurrency);
    const { clients, concurrency } = request;
    // A client holds a process for each of its cells; those of others want some, too.
    const share = Math.ceil(concurrency / Math.max(1, clients.length)) + 1;
    for (const { name, target, launch, missing } of clients) {
      if (missing !== undefined) continue;
      const pool = createClientPool(target, {
        concurrency: share,
        answerDeadlineMs: READY_DEADLINE_MS,
        readyDeadlineMs: READY_DEADLINE_MS,
        ...(launch && { launch }),
      });
      this.#pools.set(name, pool);
    }
  }

  async run(): Promise<void> {
    const { servers, signal } = this.#request;
    const stop = (): void => void this.close();
    signal.addEventListener('abort', stop, { once: true });
    const waiting = [...servers];
    const work = async (): Promise<void> => {
      for (let server = waiting.shift(); server !== undefined; server = waiting.shift()) await this.#runColumn(server);
    };
    try {
      await Promise.all(Array.from({ length: SERVERS_AT_ONCE }, work));
    } finally {
      signal.removeEventListener('abort', stop);
      await this.close();
    }
  }

  /** Ends every client. Idempotent. */
  async close(): Promise<void> {
    this.#places.close();
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  outcome(): Pick<MatrixOutcome, 'clients' | 'servers' | 'faults' | 'cells'> {
    const { clients, servers, faults } = this.#request;
    const rank = (name: string, list: readonly { readonly name: string }[]): number =>
      list.findIndex((entry) => entry.name === name);
    return {
      clients: clients.map((client) => withFacts(client.name, client.missing, this.#clientFacts)),
      servers: servers.map(({ name, missing }) =>
        withFacts(name, missing ?? this.#missingServers.get(name), this.#serverFacts),
      ),
      faults: faults.map(({ name, title, specs }) => ({ name, title, faults: specs })),
      cells: [...this.#cells].sort(
        (a, b) =>
          rank(a.fault, faults) - rank(b.fault, faults) ||
          rank(a.client, clients) - rank(b.client, clients) ||
          rank(a.server, servers) - rank(b.server, servers),
      ),
    };
  }

  async #runColumn(server: MatrixServer): Promise<void> {
    const { signal } = this.#request;
    if (server.missing !== undefined) this.#leaveOut(server, server.missing);
    if (server.missing !== undefined || signal.aborted) return;
    let running: RunningServer;
    try {
      running = await server.start(signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#missingServers.set(server.name, reason);
      if (!isStopped(signal)) this.#leaveOut(server, reason);
      return;
    }
    try {
      await this.#runCells({ server, running });
    } finally {
      await running.close();
    }
  }

  /** Those that the server lives through side by side; then those that it does not, one by one. */
  async #runCells(column: Column): Promise<void> {
    const { faults, clients } = this.#request;
    const revive = reviver(column.running);
    const pairs = faults.flatMap((fault) => clients.map((client) => ({ fault, client })));
    const beside = pairs.filter(({ fault }) => fault.restartsServer !== true);
    const alone = pairs.filter(({ fault }) => fault.restartsServer === true);
    await Promise.all(beside.map(({ fault, client }) => this.#runCell(column, fault, client, revive)));
    for (const { fault, client } of alone) await this.#runCell(column, fault, client, revive);
  }

  async #runCell(
    { server, running }: Column,
    fault: MatrixFault,
    client: MatrixClient,
    revive: () => Promise<void>,
  ): Promise<void> {
    const { signal, revision, seed, limits } = this.#request;
    const names = { client: client.name, server: server.name, fault: fault.name };
    const leaveOut = (message: string): void =>
      this.#done({ ...names, outcome: 'not-run', message, durationMs: 0, events: [] });
    const pool = this.#pools.get(client.name);
    if (pool === undefined) {
      leaveOut(client.missing ?? 'it can not be started');
      return;
    }
    if (fault.restartsServer === true && running.restart === undefined) {
      leaveOut('the harness did not start the server, so it can not start it anew');
      return;
    }
    await this.#places.take();
    try {
      if (signal.aborted) return;
      const linkHostname = await client.linkHostname?.().catch((error: unknown) => {
        if (!isStopped(signal)) leaveOut(error instanceof Error ? error.message : String(error));
        return 'nowhere' as const;
      });
      if (linkHostname === 'nowhere') return;
      await revive();
      const run = await runTwiceInDoubt({
        clients: pool,
        server: running,
        fault,
        seed,
        signal,
        ...(linkHostname !== undefined && { linkHostname }),
        ...(revision !== undefined && { revision }),
        ...(limits && { limits }),
      });
      // A client that was ended in the middle of it says nothing.
      if (isStopped(signal)) return;
      this.#learn(names, run);
      this.#done({ ...names, ...run.result });
    } finally {
      this.#places.give();
    }
  }

  #leaveOut({ name }: MatrixServer, message: string): void {
    for (const fault of this.#request.faults) {
      for (const client of this.#request.clients) {
        const names = { client: client.name, server: name, fault: fault.name };
        this.#done({ ...names, outcome: 'not-run', message: client.missing ?? message, durationMs: 0, events: [] });
      }
    }
  }

  #learn(
    { client, server }: Pick<CellResult, 'client' | 'server'>,
    { clientInfo = {}, serverInfo = {} }: CellRun,
  ): void {
    if (Object.keys(clientInfo).length > 0) this.#clientFacts.set(client, clientInfo);
    if (Object.keys(serverInfo).length > 0) this.#serverFacts.set(server, serverInfo);
  }

  #done(cell: CellResult): void {
    this.#cells.push(cell);
    this.#request.onCell(cell);
  }
}

function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}

function withFacts(name: string, missing: string | undefined, facts: Facts): ParticipantFacts {
  return { name, ...facts.get(name), ...(missing !== undefined && { missing }) };
}

/** What may be due to a busy machine is believed when it is seen again. */
async function runTwiceInDoubt(request: CellRequest): Promise<CellRun> {
  const first = await runCell(request);
  const { outcome } = first.result;
  if ((outcome !== 'stuck' && outcome !== 'inconclusive') || request.signal.aborted) return first;
  return runCell(request);
}

/** Starts a server anew that has ended by itself; several who ask at once wait for the same start. */
function reviver({ target, restart }: RunningServer): () => Promise<void> {
  let reviving: Promise<void> | undefined;
  const revive = async (): Promise<void> => {
    if (restart === undefined || (await whyNotReachable(target, ALIVE_DEADLINE_MS)) === undefined) return;
    await restart();
  };
  return () => (reviving ??= revive().finally(() => (reviving = undefined)));
}

function statusOf(cells: readonly CellResult[], signal: AbortSignal): MatrixStatus {
  if (signal.aborted) return 'interrupted';
  return cells.some(({ outcome }) => outcome !== 'not-run') ? 'finished' : 'unreachable';
}

/**
 * Runs every client against every server under every fault. When the signal is aborted it resolves soon, with what was
 * measured until then; a failure of the harness itself is told as the status, too. Everything that was started has ended
 * when it resolves.
 */
export async function runMatrix(request: MatrixRequest): Promise<MatrixOutcome> {
  const startedAt = new Date().toISOString();
  const beganAt = performance.now();
  setMaxListeners(0, request.signal);
  const run = new MatrixRun(request);
  let problem: string | undefined;
  try {
    await run.run();
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const measured = run.outcome();
  const status = problem === undefined || request.signal.aborted ? statusOf(measured.cells, request.signal) : 'failed';
  const [first] = measured.cells;
  const why = problem ?? (status === 'unreachable' ? (first?.message ?? 'there is nothing to run') : undefined);
  return {
    status,
    ...(why !== undefined && status !== 'interrupted' && { problem: why }),
    startedAt,
    durationMs: Math.round(performance.now() - beganAt),
    seed: request.seed,
    ...measured,
  };
}
