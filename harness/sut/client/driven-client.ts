import type { AdapterHello, ClientOp } from './profile.js';

/** What an adapter's error tells; `message` may be empty: that is evidence. */
export interface OperationError {
  readonly message: string;
  readonly code?: number;
  readonly status?: number;
  readonly name?: string;
}

/**
 * How an operation ended. `none`: there was no answer within the deadline, which the history records. `gone`: the
 * process ended before it answered.
 */
export type OperationOutcome =
  | { readonly kind: 'ok'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: 'failed'; readonly error: OperationError }
  | { readonly kind: 'none' }
  | { readonly kind: 'gone' };

/** One line that was written to a client. Nothing here ever rejects. */
export interface Operation {
  /** Number of the line, by which `cancel` names it. */
  readonly id: number;
  readonly label: string;
  /** The outcome so far, without waiting. */
  readonly settled: OperationOutcome | undefined;
  /** Waits for the answer; default deadline: the case's answer deadline. Asking again after `none` waits anew. */
  outcome(deadlineMs?: number): Promise<OperationOutcome>;
}

export interface OperationOptions {
  /** Names the operation in the history; made up from the op and a counter when absent. */
  readonly label?: string;
}

/** A client under test that can be told what to do. */
export interface DrivenClient {
  /** Name of the client within the case, in front of the labels that are made up. */
  readonly name: string;
  readonly hello: AdapterHello;
  /** How many had used its process before: what they left in it may show. */
  readonly usedBefore: number;
  /** Writes an operation; the fields are those of the contract (contracts: client adapter). */
  start(op: ClientOp, fields?: Readonly<Record<string, unknown>>, options?: OperationOptions): Operation;
  /** Writes a line as it is, for what no operation would be. The answer, if any, is in the history. */
  write(line: string): void;
  /** Ends its standard input; resolves once the process has ended, or with false when it has not by the deadline. */
  finish(deadlineMs: number): Promise<boolean>;
  /** Ends the process and all that it started, at once. Idempotent. */
  kill(): Promise<void>;
  /** Whether its process still runs. */
  readonly alive: boolean;
}
