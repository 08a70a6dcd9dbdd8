import type { SessionStore, ServedSession } from '../session-store.js';
import type { ServerDefaults } from '../server-defaults.js';

/** What a request came to. */
export type Outcome =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } };

/** What the answers of one server share. */
export interface DefaultState {
  readonly settings: ServerDefaults;
  readonly sessions: SessionStore;
  /** How often a tool was executed, by key. */
  executions(key: string): number;
  /** Open GET streams, and requests that are not answered. */
  streams(): number;
  pending(): number;
}

/** One request on its way to an answer. */
export interface MethodCall {
  readonly state: DefaultState;
  readonly params: Readonly<Record<string, unknown>>;
  readonly session: ServedSession | undefined;
  readonly revision: string;
  /** Aborted when the request is cancelled or the server closes. */
  readonly signal: AbortSignal;
  /** Counts it as an executed tool call. */
  countExecution(): void;
  /** What belongs to it besides the answer; absent in a batch, which is answered with one JSON body. */
  readonly stream: CallStream | undefined;
}

/** Messages to the client that belong to one request. */
export interface CallStream {
  notify(method: string, params: object): void;
  /** Resolves with the result of the client's answer; undefined for an error, and when the call is aborted. */
  ask(method: string, params: object): Promise<unknown>;
  /** Resolves when the client takes more. */
  drained(): Promise<void>;
}

export type Method = (call: MethodCall) => Outcome | Promise<Outcome>;

export function invalidParams(message: string): Outcome {
  return { error: { code: -32602, message } };
}
