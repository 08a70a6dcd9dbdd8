import type { HeaderList } from '../../wire/http-head.js';
import type { ClassifiedMessage, JsonRpcId } from '../../wire/jsonrpc.js';
import type { SseFields, SseStyle } from '../../wire/sse-encoder.js';
import type { ServerDefaults } from './server-defaults.js';

/** Which requests a rule is for. All given fields must match; none = all. */
export interface RequestMatch {
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PUT';
  /** Method of the (only) JSON-RPC message of the body. */
  readonly rpc?: string;
  /** Only GETs with (true) or without (false) Last-Event-ID. */
  readonly resumes?: boolean;
  /** Name of the tool, for `tools/call`. */
  readonly tool?: string;
  readonly where?: (request: ServedExchange) => boolean;
}

/** How a rule is used. */
export interface RuleOptions {
  /** How often it applies; after that, earlier rules and the defaults do. Default: every time. */
  readonly times?: number;
}

/** What ends a response. `none` leaves it as it is, for ever. */
export type ServedEnding = 'complete' | 'fin' | 'rst';

/**
 * What tells where a body ends. It is added to the head unless the script has given a field of that name; `close` (the
 * body lasts as long as the connection) and `none` need no field.
 */
export type ServedFraming = 'chunked' | 'close' | 'none' | { readonly contentLength: number };

/** Header fields by name, in their order; an array gives one field for each of its values. */
export type HeaderFields = Readonly<Record<string, string | readonly string[]>>;

/** How bytes are put on the wire: chunk frames, pieces of a write, or as they are. */
export interface WritePlan {
  /**
   * Sizes of the pieces, in bytes, the last one repeated; each piece is a chunk of its own and a write of its own, and
   * leaves before the next one is written.
   */
  readonly pieces?: readonly number[];
}

/**
 * One request in the hands of the script, and its response. Nothing here throws or rejects because the client has left
 * or the response has ended: it is without effect then. What makes no sense (a second head, a body before the head)
 * throws: that is an error of the script.
 */
export interface ServedExchange {
  readonly method: string;
  /** Request target as it stood in the request line. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: string;
  /** Messages of the body; empty when it holds none. */
  readonly messages: readonly ClassifiedMessage[];
  /** The only message, where there is one. */
  readonly message: ClassifiedMessage | undefined;
  /** Id of that message, where it is a request. */
  readonly id: JsonRpcId | undefined;
  /** `params` of that message, or an empty object. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Which one it is of all that arrived, from 1. */
  readonly number: number;
  /** Which connection it came on, from 1. */
  readonly connection: number;
  /** False once the client has closed or reset the connection, or the response has ended. */
  readonly open: boolean;
  /** Resolves when the client has left or the response has ended. */
  readonly closed: Promise<void>;
  /** Writes the response head as it is told; nothing is added but what `framing` needs. Default framing: chunked. */
  head(status: number, headers?: HeaderFields, framing?: ServedFraming): void;
  /** Writes an informational head, such as 100 or 103. */
  informational(status: number, headers?: HeaderFields): void;
  /** Writes payload in the framing of the head. */
  write(bytes: string | Uint8Array, plan?: WritePlan): void;
  /** Writes bytes as they are, outside of any framing. */
  raw(bytes: string | Uint8Array): void;
  /** Writes one block of an event stream, and before it the head of {@link stream} where there is none. */
  event(fields: SseFields, style?: SseStyle): void;
  /** Writes a message as an event, with the id of the event where one is given. */
  send(message: unknown, eventId?: string): void;
  /**
   * Ends the response. `complete` (the default) writes what the framing needs and leaves the connection to the next
   * request, unless head or request say otherwise. `fin` and `rst` end the connection whatever the framing says; `rst`
   * leaves time for what was written. Resolves when the end has been written, for `rst` when it has been sent.
   */
  end(how?: ServedEnding): Promise<void>;
  /** A whole response with content-length. */
  respond(status: number, body?: string | Uint8Array, headers?: HeaderFields): void;
  /** `application/json` with the result (or error) for the id of the request. */
  result(result: unknown, headers?: HeaderFields): void;
  /** The error, by default with status 200; its id is null where the request has none. */
  error(code: number, message: string, options?: { readonly status?: number; readonly data?: unknown }): void;
  /** 200 with an open event stream. */
  stream(headers?: HeaderFields): void;
  /** The result (or error) as the last event of the stream, which then ends in order. */
  finish(result: unknown, eventId?: string): Promise<void>;
  /** Counts the tool call as executed, as {@link fallThrough} does for the tools that the server has. */
  countExecution(): void;
  /** What the server would do without this rule. */
  fallThrough(): Promise<void>;
}

export type Serve = (exchange: ServedExchange) => void | Promise<void>;

/**
 * The harness as a server: any server, legal or not. Without rules it is a correct one with sessions, that answers each
 * request with JSON, offers the probe tools that need no stream, 405 to GET, and ends sessions on DELETE. Each rule
 * stands in for that where it matches; the newest rule is asked first.
 */
export interface ScriptedServer {
  /** Loopback; where the link forwards to. */
  readonly hostname: string;
  readonly port: number;
  /** Path of the endpoint. */
  readonly path: string;
  /** What `serve` throws is an error of the case (see {@link problems}); the exchange is then ended. */
  on(match: RequestMatch, serve: Serve, options?: RuleOptions): void;
  /** Changes what the server does without rules, from now on. */
  configure(changes: Partial<ServerDefaults>): void;
  /** Every request that arrived, in order. */
  readonly arrived: readonly ServedExchange[];
  /** The nth (from 1) request that matches, past or to come; undefined when the deadline passes, which is recorded. */
  arrival(name: string, match: RequestMatch, nth?: number, deadlineMs?: number): Promise<ServedExchange | undefined>;
  /** How often a tool was executed, by the `key` argument of the call or else by its name; reads of a counter don't count. */
  executions(key: string): number;
  /** Ids of the sessions that were opened, oldest first, and the one that is newest. */
  readonly sessions: readonly string[];
  readonly session: string | undefined;
  /** Forgets all sessions: later requests with their ids get 404. Connections stay. */
  forgetSessions(): void;
  /** Sends a message on the newest open GET stream; false when there is none. */
  push(message: unknown, eventId?: string): boolean;
  /** What scripts threw, in order. */
  readonly problems: readonly Error[];
  /** Resolves with the first of {@link problems}; stays pending without any, and never rejects. */
  readonly failure: Promise<Error>;
  /** The process goes: connections end so, the port refuses. Resolves when all ends have been sent. */
  stop(how: 'fin' | 'rst'): Promise<void>;
  /** Listens on the same port again, with the sessions it had or none. */
  start(sessions: 'kept' | 'lost'): Promise<void>;
  /** Ends every socket, wait and timer. Idempotent. */
  close(): Promise<void>;
}
