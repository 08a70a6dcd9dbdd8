import type { HistoryEvent } from '../history/events.js';
import { viewHistory } from '../history/view.js';
import type { HistoryView } from '../history/view.js';
import { SESSION_REVISIONS } from '../spec/revisions.js';
import { excerpt } from '../sut/excerpt.js';
import { evidenceOn, evidenceOnRepeat, evidenceUnderFault, wasStillPassing } from './evidence.js';
import type { MatrixFault } from './matrix-fault.js';
import { toolObject, viewOperations } from './operations.js';
import type { OperationView } from './operations.js';
import type { CellJudgement } from './outcome.js';

/** Labels of the operations of a cell, in their order. */
export const STEPS = {
  connect: 'connect',
  list: 'list',
  call: 'call',
  /** Calls on the healed link, until one succeeds. */
  after: ['after-1', 'after-2', 'after-3'],
  state: 'state',
  reconnect: 'reconnect',
  again: 'again',
  /** Reads once more what the call did, when everything is over. */
  count: 'count',
} as const;

/** What a cell is judged by besides its history. */
export interface CellFacts {
  readonly fault: Pick<MatrixFault, 'armed' | 'needsStream' | 'restartsServer'>;
  /** The limit that the user gave each call. */
  readonly limitMs: number;
  /** Ids of faults whose effect the history does not show. */
  readonly unseen: readonly string[];
  /** How the server came to its end, where it did and no fault explains it. */
  readonly serverEnd?: string;
}

/** Part of the limit from which on a call counts as having been ended by nothing else. */
const LIMIT_SHARE = 0.95;

interface Cell {
  readonly facts: CellFacts;
  readonly view: HistoryView;
  readonly operations: ReadonlyMap<string, OperationView>;
  /** What the fault met: the first operation that did not succeed, or else the call. */
  readonly struck: OperationView;
  readonly after: readonly OperationView[];
}

function quoted(operation: OperationView): string {
  return operation.error.trim() === '' ? 'an error without a text' : `"${excerpt(operation.error)}"`;
}

function isMute({ ending, error }: OperationView): boolean {
  return ending === 'failed' && error.trim() === '';
}

function named({ op, label }: OperationView): string {
  return label === STEPS.call ? 'the call' : op;
}

/** Why the cell says nothing about the fault. */
function withoutFault({ facts, view, operations, struck }: Cell): CellJudgement | undefined {
  if (facts.fault.armed === 'before-call' && struck.label !== STEPS.call) {
    return { outcome: 'not-run', message: `${struck.op} failed before any fault: ${quoted(struck)}` };
  }
  if (facts.unseen.length === 0) return undefined;
  const usesStream = [...view.exchanges.values()].some(
    ({ sent, server }) => sent.some(({ message }) => message.method === 'tools/call') && server.events.length > 0,
  );
  if (facts.fault.needsStream === true && !usesStream && operations.get(STEPS.call)?.ending === 'ok') {
    return { outcome: 'not-run', message: 'the server answered the call without an event stream' };
  }
  return { outcome: 'inconclusive', message: `the fault ${facts.unseen.join(', ')} was not seen on the wire` };
}

function death({ facts, view, struck }: Cell): CellJudgement | undefined {
  const exit = view.clients.find(({ what }) => what === 'exit');
  const isKilled = view.clients.some(({ what, index }) => what === 'killed' && index < (exit?.index ?? 0));
  if (exit !== undefined && !isKilled) {
    const how = typeof exit.signal === 'string' ? exit.signal : `status ${exit.status ?? 'unknown'}`;
    const message = `the process of the client ended (${how}) after ${named(struck)} was begun`;
    return { outcome: 'broken', message, blame: 'client', evidence: 'nobody ended it' };
  }
  if (facts.serverEnd === undefined) return undefined;
  return { outcome: 'broken', message: facts.serverEnd, blame: 'server', evidence: 'nobody ended it' };
}

/** How often the server executed the call, by its own count; undefined where it has none or has lost it. */
function executions({ facts, operations }: Cell): number | undefined {
  if (facts.fault.restartsServer === true) return undefined;
  const values = [STEPS.call, ...STEPS.after, STEPS.again, STEPS.count].flatMap((label) => {
    const operation = operations.get(label);
    const value = operation?.ending === 'ok' ? toolObject(operation)['value'] : undefined;
    return typeof value === 'number' ? [value] : [];
  });
  return values.length === 0 ? undefined : Math.max(...values);
}

function twice(cell: Cell): CellJudgement | undefined {
  const count = executions(cell);
  if (count === undefined || count < 2) return undefined;
  const message = `one call was executed ${count} times`;
  return { outcome: 'twice', message, ...evidenceOnRepeat(cell.view, cell.struck) };
}

function stuck({ view, struck, after, operations, facts: { limitMs } }: Cell): CellJudgement | undefined {
  const again = [STEPS.reconnect, STEPS.again].flatMap((label) => operations.get(label) ?? []);
  const hanging = [struck, ...after, ...again].find(({ ending }) => ending === 'none');
  if (hanging === undefined) return undefined;
  if (wasStillPassing(view, hanging)) {
    return {
      outcome: 'inconclusive',
      message: `the link was still handing ${hanging.op} its answer when the time was up`,
    };
  }
  const tookMs = (hanging.endedAtMs ?? 0) - hanging.beganAtMs;
  const given = hanging.op === 'callTool' ? `, for which it was given ${limitMs / 1000} s` : '';
  const limit = ` within ${(tookMs / 1000).toFixed(1)} s${given}`;
  const isStruck = hanging === struck;
  const message = `${isStruck ? named(hanging) : `${hanging.op} after the fault`} did not end${limit}`;
  const evidence = isStruck ? evidenceUnderFault(view, hanging) : evidenceOn(view, hanging);
  return { outcome: 'stuck', message, ...evidence };
}

/** What only a new connection could mend, or not even one. */
function lost({ view, struck, after, operations }: Cell): CellJudgement | undefined {
  const newConnection = operations.get(STEPS.again) ?? operations.get(STEPS.reconnect);
  const last = after.at(-1);
  if (last === undefined || after.some(({ ending }) => ending === 'ok')) {
    if (last !== undefined || newConnection?.ending === 'ok' || struck.ending === 'ok') return undefined;
    const message = `${named(struck)} failed with ${quoted(struck)}, and so did a new connection`;
    return { outcome: 'broken', message, ...evidenceOn(view, newConnection ?? struck) };
  }
  const failing = `${after.length} calls after the fault failed, the last with ${quoted(last)}`;
  const isMended = newConnection?.ending === 'ok';
  const mended = isMended ? 'a new connection works' : 'nor does a new connection work';
  const evidence = evidenceOn(view, last);
  // A client that is not told that its session is gone has no reason to say so.
  if (evidence.blame !== 'server' && claimsConnection(operations)) {
    return {
      outcome: 'lied',
      message: `${failing}, and the client said that it was connected; ${mended}`,
      ...evidence,
    };
  }
  return { outcome: isMended ? 'reconnect' : 'broken', message: `${failing}; ${mended}`, ...evidence };
}

/** Whether the client said that it was connected, in a revision in which a connection can be lost. */
function claimsConnection(operations: Cell['operations']): boolean {
  const revision = operations.get(STEPS.connect)?.result['protocolVersion'];
  return (
    SESSION_REVISIONS.some((known) => known === revision) && operations.get(STEPS.state)?.result['connected'] === true
  );
}

function recovered({ view, struck, after, facts: { limitMs } }: Cell): CellJudgement {
  const failed = [struck, ...after].filter(({ ending }) => ending === 'failed');
  const silent = failed.find(isMute);
  const [first] = failed;
  if (first === undefined) return { outcome: 'survived', message: `${named(struck)} succeeded` };
  if (silent !== undefined) {
    return { outcome: 'mute', message: `${named(silent)} failed with an error without a text`, ...told(view, silent) };
  }
  const worksAt = after.findIndex(({ ending }) => ending === 'ok') + 1;
  const works = worksAt === 0 ? 'a new attempt works' : `call ${worksAt} after it works`;
  const tookMs = (first.endedAtMs ?? 0) - first.beganAtMs;
  if (first === struck && first.op === 'callTool' && tookMs >= limitMs * LIMIT_SHARE) {
    return { outcome: 'timed-out', message: `nothing but its limit ended the call: ${quoted(first)}; ${works}` };
  }
  return { outcome: 'recovered', message: `${named(first)} failed with ${quoted(first)}; ${works}` };
}

/** An error that says nothing is the doing of the client, which is where it came from. */
function told(view: HistoryView, operation: OperationView): Pick<CellJudgement, 'blame' | 'evidence'> {
  const { evidence } = evidenceOn(view, operation);
  return { blame: 'client', ...(evidence !== undefined && { evidence }) };
}

function struckIn(operations: ReadonlyMap<string, OperationView>): OperationView | undefined {
  const met = [STEPS.connect, STEPS.list, STEPS.call].flatMap((label) => operations.get(label) ?? []);
  return met.find(({ ending }) => ending !== 'ok') ?? met.at(-1);
}

/**
 * What a cell came to, from its history. Pure. What is worse is said first; that a call was executed twice weighs more
 * than anything that was seen of it afterwards.
 */
export function judgeCell(events: readonly HistoryEvent[], facts: CellFacts): CellJudgement {
  const operations = viewOperations(events);
  const struck = struckIn(operations);
  if (struck === undefined) return { outcome: 'not-run', message: 'the client was told nothing' };
  const after = STEPS.after.flatMap((label) => operations.get(label) ?? []);
  const cell: Cell = { facts, view: viewHistory(events, 'client'), operations, struck, after };
  return death(cell) ?? withoutFault(cell) ?? twice(cell) ?? stuck(cell) ?? lost(cell) ?? recovered(cell);
}
