import { randomUUID } from 'node:crypto';
import { proveFaults } from '../engine/judge-case.js';
import { pause } from '../engine/pause.js';
import { Recorder } from '../history/recorder.js';
import { openHookedLink } from '../link/embedded/embedded-link.js';
import type { ArmedFault, Link } from '../link/link.js';
import { PreconditionError } from '../peer/probe.js';
import type { Revision } from '../spec/revisions.js';
import type { DrivenClient, OperationOutcome } from '../sut/client/driven-client.js';
import type { ClientPool } from '../sut/client/pool.js';
import { hostHeaderOf, upstreamOf } from '../sut/target.js';
import { whyNotReachable } from '../sut/reach.js';
import { isObject } from '../wire/jsonrpc.js';
import { planCalls } from './call-plan.js';
import type { CallPlan, PlannedCall } from './call-plan.js';
import { judgeCell, STEPS } from './judge-cell.js';
import type { MatrixFault } from './matrix-fault.js';
import { viewOperations } from './operations.js';
import type { RunningServer } from './participants.js';
import type { CellResult } from './result.js';

/** Time limits of a cell, in ms. */
export interface CellLimits {
  /** The limit that the user gives each call. */
  readonly callMs: number;
  /** How much longer a call may take to end, before it counts as one that never does. */
  readonly graceMs: number;
  /** The limit that the user gives connecting, and that everything else should keep. */
  readonly operationMs: number;
}

export const CELL_LIMITS: CellLimits = { callMs: 3_000, graceMs: 5_000, operationMs: 8_000 };

/** One client against one server under one fault. */
export interface CellRequest {
  readonly clients: ClientPool;
  readonly server: RunningServer;
  /** Address of this machine that the client dials; default 127.0.0.1. */
  readonly linkHostname?: string;
  readonly fault: MatrixFault;
  /** The revision that the client is told to ask for; without it, it finds out as it does for its users. */
  readonly revision?: Revision;
  readonly seed: number;
  readonly limits?: CellLimits;
  readonly signal: AbortSignal;
}

/** What a cell came to, and what the two ends said of themselves. */
export interface CellRun {
  readonly result: Omit<CellResult, 'client' | 'server' | 'fault'>;
  readonly clientInfo?: SelfDescription;
  readonly serverInfo?: SelfDescription;
}

/** What a client or server calls itself. */
export interface SelfDescription {
  readonly product?: string;
  readonly version?: string;
}

/** Pause between calls on a healed link: a client that begins a new session in the background needs a moment. */
const BETWEEN_CALLS_MS = 150;
const CLOSE_PATIENCE_MS = 3_000;
const ALIVE_DEADLINE_MS = 2_000;

class Cell {
  readonly #request: CellRequest;
  readonly #client: DrivenClient;
  readonly #link: Link;
  readonly #armed: ArmedFault[] = [];
  readonly #limits: CellLimits;

  constructor(request: CellRequest, client: DrivenClient, link: Link) {
    this.#request = request;
    this.#client = client;
    this.#link = link;
    this.#limits = request.limits ?? CELL_LIMITS;
  }

  async play(): Promise<string | undefined> {
    const { fault } = this.#request;
    if (fault.armed === 'before-connect') await this.#arm();
    const connected = await this.#connect(STEPS.connect);
    const listed = connected.kind === 'ok' ? await this.#do(STEPS.list, 'listTools') : undefined;
    if (listed?.kind !== 'ok') {
      await this.#heal();
      await this.#connectAnew(undefined);
      return undefined;
    }
    const calls = this.#plan(listed.result);
    if (typeof calls === 'string') return calls;
    if (fault.armed === 'before-call') await this.#arm();
    await this.#call(STEPS.call, calls.struck);
    await this.#heal();
    if (!(await this.#callAfter(calls))) await this.#connectAnew(calls);
    else await this.#call(STEPS.count, calls.next);
    return undefined;
  }

  /** Whether a call works again. */
  async #callAfter({ next }: CallPlan): Promise<boolean> {
    for (const label of STEPS.after) {
      const outcome = await this.#call(label, next);
      if (outcome.kind === 'ok') return true;
      if (outcome.kind !== 'failed') break;
      await pause(BETWEEN_CALLS_MS, this.#request.signal);
    }
    if (this.#offers('state')) await this.#do(STEPS.state, 'state');
    return false;
  }

  async #connectAnew(calls: CallPlan | undefined): Promise<void> {
    await this.#client.start('close', {}, { label: 'close' }).outcome(CLOSE_PATIENCE_MS);
    const connected = await this.#connect(STEPS.reconnect);
    if (connected.kind !== 'ok') return;
    if (calls === undefined) await this.#do(STEPS.again, 'listTools');
    else await this.#call(STEPS.again, calls.next);
  }

  #plan(listed: Readonly<Record<string, unknown>>): CallPlan | string {
    if (!this.#offers('callTool')) return 'the adapter of the client can call no tool';
    const { tools } = listed;
    const names = (Array.isArray(tools) ? tools : []).filter((name) => typeof name === 'string');
    return planCalls(names, `matrix-${randomUUID()}`, this.#request.fault, this.#request.server.target.userTool);
  }

  #offers(op: 'callTool' | 'state'): boolean {
    return this.#client.hello.ops.includes(op);
  }

  get #longestMs(): number {
    return this.#limits.operationMs + this.#limits.graceMs;
  }

  #connect(label: string): Promise<OperationOutcome> {
    const { server, revision } = this.#request;
    const { url, headers } = server.target;
    const fields = {
      url: `http://${this.#link.hostname}:${this.#link.port}${url.pathname}${url.search}`,
      transport: 'streamable-http',
      timeoutMs: this.#limits.operationMs,
      ...(revision !== undefined && { revision }),
      ...(Object.keys(headers).length > 0 && { headers }),
    };
    return this.#client.start('connect', fields, { label }).outcome(this.#longestMs);
  }

  #do(label: string, op: 'listTools' | 'state'): Promise<OperationOutcome> {
    return this.#client.start(op, {}, { label }).outcome(this.#longestMs);
  }

  #call(label: string, call: PlannedCall): Promise<OperationOutcome> {
    const { callMs, graceMs } = this.#limits;
    return this.#client.start('callTool', { ...call, timeoutMs: callMs }, { label }).outcome(callMs + graceMs);
  }

  async #arm(): Promise<void> {
    for (const spec of this.#request.fault.specs) this.#armed.push(await this.#link.arm(spec));
  }

  async #heal(): Promise<void> {
    await Promise.all(this.#armed.map((fault) => fault.heal()));
  }
}

function openLink({ server, fault, seed, linkHostname }: CellRequest, recorder: Recorder): Promise<Link> {
  const { target, restart } = server;
  return openHookedLink(
    {
      upstream: upstreamOf(target),
      recorder,
      judged: 'client',
      // A server may refuse a Host that is not its own.
      rewriteHost: hostHeaderOf(target),
      seed,
      ...(fault.restartsServer === true && restart !== undefined && { restart }),
    },
    linkHostname === undefined ? {} : { listenOn: linkHostname },
  );
}

function notRun(message: string, beganAt: number): CellRun {
  return { result: { outcome: 'not-run', message, durationMs: Math.round(performance.now() - beganAt), events: [] } };
}

async function acquire({ clients }: CellRequest, recorder: Recorder): Promise<DrivenClient | string> {
  try {
    return await clients.acquire(recorder, 'client');
  } catch (error) {
    if (error instanceof PreconditionError) return error.message;
    throw error;
  }
}

/** Lets the client end its connection and gives it back; one that does not do so in time is not used again. */
async function dismiss({ clients }: CellRequest, client: DrivenClient): Promise<void> {
  const closed = client.alive
    ? await client.start('close', {}, { label: 'farewell' }).outcome(CLOSE_PATIENCE_MS)
    : undefined;
  await clients.release(client, { reusable: closed?.kind === 'ok' });
}

/**
 * Plays one cell: connects the client through a link of its own, breaks that while a tool is called, heals it, and calls
 * again. Never rejects for what client and server do.
 * @throws Error when the link can't be opened, or a server can't be started anew
 */
export async function runCell(request: CellRequest): Promise<CellRun> {
  const { fault, server, limits = CELL_LIMITS } = request;
  const beganAt = performance.now();
  const recorder = new Recorder();
  const link = await openLink(request, recorder);
  try {
    const client = await acquire(request, recorder);
    if (typeof client === 'string') return notRun(client, beganAt);
    const { name: product, version } = client.hello;
    const clientInfo = { product, version };
    const reason = await new Cell(request, client, link).play().finally(() => dismiss(request, client));
    if (reason !== undefined) return { ...notRun(reason, beganAt), clientInfo };
    const unseen = proveFaults(fault.specs, recorder);
    const unreachable = await whyNotReachable(server.target, ALIVE_DEADLINE_MS);
    const events = [...recorder.events];
    const judgement = judgeCell(events, {
      fault,
      limitMs: limits.callMs,
      unseen,
      ...(unreachable !== undefined && { serverEnd: `the server was gone afterwards: ${unreachable}` }),
    });
    const { revision, serverInfo } = agreed(recorder);
    const durationMs = Math.round(performance.now() - beganAt);
    const result = { ...judgement, ...(revision !== undefined && { revision }), durationMs, events };
    return { result, clientInfo, serverInfo };
  } finally {
    await link.close();
  }
}

/** What the two ends agreed on when they were connected first. */
function agreed({ events }: Recorder): { readonly revision?: string; readonly serverInfo: SelfDescription } {
  const { protocolVersion, serverInfo } = viewOperations(events).get(STEPS.connect)?.result ?? {};
  const { name, version } = isObject(serverInfo) ? serverInfo : {};
  return {
    ...(typeof protocolVersion === 'string' && { revision: protocolVersion }),
    serverInfo: {
      ...(typeof name === 'string' && { product: name }),
      ...(typeof version === 'string' && { version }),
    },
  };
}
