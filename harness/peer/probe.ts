import type { SseEvent } from '../wire/sse-tokenizer.js';
import type { HeaderList } from '../wire/http-head.js';
import type { ClassifiedMessage, JsonRpcId } from '../wire/jsonrpc.js';
import type { Revision } from '../spec/revisions.js';

/** How an exchange ended for the probe. `deadline`: the probe stopped waiting. `aborted`: the script ended it. */
export type ExchangeEnding = 'complete' | 'truncated' | 'refused' | 'reset' | 'deadline' | 'aborted' | 'protocol-error';

/** One HTTP request and whatever came back, as seen by the probe. Nothing here ever rejects. */
export interface Exchange {
  readonly label: string;
  /** Response status and headers, or undefined when none came within the deadline or before the end. */
  head(deadlineMs?: number): Promise<{ status: number; headers: HeaderList } | undefined>;
  /** Resolves with the ending once it is over (body read to its end, failed, aborted, or the exchange's deadline passed). */
  ended(deadlineMs?: number): Promise<ExchangeEnding>;
  /** Messages received so far on this exchange. */
  readonly messages: readonly ClassifiedMessage[];
  /** SSE blocks received so far, those without data too. */
  readonly events: readonly SseEvent[];
  /** The body so far as text (capped); for answers that are no event stream. */
  readonly bodyText: string;
  /** The id of the newest event, which a client would send as Last-Event-ID. */
  readonly lastEventId: string | undefined;
  /** The nth dispatched SSE event (from 1), or undefined when the exchange ends or the deadline passes before. */
  event(nth: number, deadlineMs?: number): Promise<SseEvent | undefined>;
  /** The first message that satisfies `accepts`, past or to come; undefined at the end or deadline. */
  message(
    name: string,
    accepts: (message: ClassifiedMessage) => boolean,
    deadlineMs?: number,
  ): Promise<ClassifiedMessage | undefined>;
  /** Stops listening: the connection of this exchange is closed by the probe (FIN). */
  abort(): void;
}

/** A JSON-RPC request under way. */
export interface Call extends Exchange {
  readonly id: JsonRpcId;
  /**
   * The response with this id: on its own stream, as JSON, or on a stream that resumed it (see `Session.resume`).
   * undefined when the exchange ended without it or the deadline passed; a missed deadline is in the history.
   */
  answer(deadlineMs?: number): Promise<ClassifiedMessage | undefined>;
}

/** What can be said of a single request. Where a field is absent a correct client's value is used. */
export interface SendOptions {
  /** Names the exchange in the history and for faults; made up from the method and a counter when absent. */
  readonly label?: string;
  /** Headers added or replaced; `null` leaves one out that a client would send. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** JSON-RPC id of a request; counts up from 1 when absent. */
  readonly id?: JsonRpcId;
  /** Ends the exchange when it is still open after this time; default: the case's answer deadline. GET streams: none. */
  readonly deadlineMs?: number;
  /** A progress token for `params._meta`; true makes one up. */
  readonly progressToken?: JsonRpcId | true;
}

/** A request that a legal client would not send: any method, path, headers and body. */
export interface RawRequest extends SendOptions {
  readonly method: string;
  /** Request target; default: that of the target's URL. */
  readonly target?: string;
  /** Body as it is; a string is sent as UTF-8. */
  readonly body?: string | Uint8Array;
  /** Start from no headers at all instead of a correct client's. */
  readonly bare?: boolean;
  /** Take the session id and revision headers from this session. */
  readonly session?: Session;
}

/** A request written to a socket byte by byte, for what no HTTP library would send. */
export interface SocketExchange {
  readonly label: string;
  write(bytes: string | Uint8Array): Promise<void>;
  /** Half-close after everything written. */
  finish(): void;
  /** RST. */
  reset(): void;
  /** Everything received so far, as latin1 text. */
  readonly received: string;
  /** Waits until the response head is complete; undefined at end or deadline. */
  head(deadlineMs?: number): Promise<{ status: number; headers: HeaderList } | undefined>;
  /** Waits for the end of the connection from the far end. */
  closed(deadlineMs?: number): Promise<'fin' | 'rst' | 'deadline'>;
}

/** Options of a handshake. */
export interface ConnectOptions {
  /** Prefix of the labels of this session, e.g. `first`; default `session`. */
  readonly name?: string;
  readonly revision?: Revision;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly clientInfo?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** False leaves out `notifications/initialized`. */
  readonly initialized?: boolean;
  /** How requests of the server (ping, elicitation) are treated: answered correctly (default) or left alone. */
  readonly serverRequests?: 'answer' | 'ignore';
  /** Id of the first request; the next ones count up. Equal in two sessions by default: ids collide on purpose. */
  readonly firstId?: number;
}

/** A session as a correct client holds it, at one revision. */
export interface Session {
  readonly name: string;
  readonly revision: Revision;
  /** The negotiated revision as the server said it. */
  readonly negotiated: string;
  readonly sessionId: string | undefined;
  readonly initializeResult: Readonly<Record<string, unknown>>;
  readonly capabilities: Readonly<Record<string, unknown>>;
  request(method: string, params?: Readonly<Record<string, unknown>>, options?: SendOptions): Call;
  callTool(name: string, args: Readonly<Record<string, unknown>>, options?: SendOptions): Call;
  notify(method: string, params?: Readonly<Record<string, unknown>>, options?: SendOptions): Exchange;
  /** Answers a request of the server. */
  respond(id: JsonRpcId, result: Readonly<Record<string, unknown>>, options?: SendOptions): Exchange;
  /** Posts the messages as one array. */
  batch(messages: readonly unknown[], options?: SendOptions): Exchange;
  /** Opens a GET stream. */
  listen(options?: SendOptions): Exchange;
  /** GET with Last-Event-ID; a response that arrives there settles the call it belongs to. */
  resume(lastEventId: string, options?: SendOptions): Exchange;
  /** DELETE. */
  terminate(options?: SendOptions): Exchange;
}

/** A server's bad handshake, or another thing without which a case can't go on: the case is inconclusive. */
export class PreconditionError extends Error {
  override readonly name = 'PreconditionError';
}

/** The harness as a client: raw MCP, one connection pool a case, no retries of its own. */
export interface Probe {
  /** Handshake; throws PreconditionError when it does not end in a session. Labels: `<name>/initialize`, `<name>/initialized`. */
  connect(options?: ConnectOptions): Promise<Session>;
  send(request: RawRequest): Exchange;
  /** POSTs a body as it is, with a correct client's headers. */
  post(body: unknown, options?: SendOptions & { readonly session?: Session }): Exchange;
  /** A raw socket through the link; the label header must be written by the caller with `labelLine`. */
  socket(label: string): Promise<SocketExchange>;
  /** Closes every connection of the pool. */
  close(): Promise<void>;
}
