import type { HeaderList } from '../wire/http-head.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';
import type { SseEvent } from '../wire/sse-tokenizer.js';

/**
 * Which side of the link something was seen on. `server`: between the link and the server. `client`: between the
 * client and the link. A server under test is judged from the `server` side, where no fault of ours can have touched it.
 */
export type Side = 'client' | 'server';

/** Fields of every event. `t` is milliseconds since the case began, from one monotonic clock. */
export interface EventBase {
  readonly index: number;
  readonly t: number;
}

/** Life of one TCP connection. `from` says who did it: the far end of that side (`peer`) or the link itself. */
export interface ConnectionEvent {
  readonly kind: 'connection';
  readonly side: Side;
  readonly connection: string;
  readonly what: 'open' | 'refused' | 'fin' | 'rst' | 'error' | 'closed';
  readonly from: 'peer' | 'link';
  readonly detail?: string;
}

/** A request head. On the `server` side: as it was forwarded. `exchange` is the label that the harness gave it. */
export interface RequestEvent {
  readonly kind: 'request';
  readonly side: Side;
  readonly connection: string;
  readonly exchange: string;
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
}

/** The body of a request, once it has been sent or has stopped short. `text` is cut at {@link TEXT_LIMIT_BYTES}. */
export interface RequestBodyEvent {
  readonly kind: 'request-body';
  readonly side: Side;
  readonly exchange: string;
  readonly sizeBytes: number;
  readonly complete: boolean;
  readonly text: string;
}

/** A response head; `by` is `link` when a fault answered in place of the server. */
export interface ResponseEvent {
  readonly kind: 'response';
  readonly side: Side;
  readonly connection: string;
  readonly exchange: string;
  readonly by: 'sut' | 'link';
  readonly status: number;
  readonly headers: HeaderList;
}

/** Body bytes of a response, one event a read. `offset` counts payload bytes of this response from 0. */
export interface DataEvent {
  readonly kind: 'data';
  readonly side: Side;
  readonly exchange: string;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** One block of an event stream. */
export interface SseRecord {
  readonly kind: 'sse';
  readonly side: Side;
  readonly exchange: string;
  readonly event: SseEvent;
}

/** A comment line of an event stream. */
export interface CommentRecord {
  readonly kind: 'comment';
  readonly side: Side;
  readonly exchange: string;
  readonly text: string;
}

/** One JSON-RPC message, in either direction. `batched` when it was a member of an array. */
export interface MessageRecord {
  readonly kind: 'message';
  readonly side: Side;
  readonly exchange: string;
  readonly direction: 'to-server' | 'to-client';
  readonly carrier: 'json' | 'sse';
  readonly message: ClassifiedMessage;
  readonly batched: boolean;
  /** Id of the event stream block that carried it. */
  readonly eventId?: string;
}

/** The body of a response that is no event stream, cut at {@link TEXT_LIMIT_BYTES}. */
export interface ResponseBodyEvent {
  readonly kind: 'response-body';
  readonly side: Side;
  readonly exchange: string;
  readonly sizeBytes: number;
  readonly text: string;
}

/**
 * How a response ended. `complete`: its framing says so. `fin`/`rst`: the far end stopped short of that.
 * `link`: a fault of ours ended it. `abandoned`: the harness stopped listening.
 */
export type ResponseEnding = 'complete' | 'fin' | 'rst' | 'link' | 'abandoned';

export interface ResponseEndEvent {
  readonly kind: 'response-end';
  readonly side: Side;
  readonly exchange: string;
  readonly ending: ResponseEnding;
  readonly framing: 'content-length' | 'chunked' | 'close' | 'no-body' | 'none';
  readonly sizeBytes: number;
}

/** Bytes that break the grammar of a layer. */
export interface ProblemEvent {
  readonly kind: 'problem';
  readonly side: Side;
  readonly exchange?: string;
  readonly connection?: string;
  readonly layer: 'http' | 'sse' | 'json' | 'json-rpc';
  /** Stable short name of the breach, such as `unterminated-event`. */
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

/** Life of an injected fault: planned by the case, fired by the link, observed on the wire, healed. */
export interface FaultEvent {
  readonly kind: 'fault';
  readonly fault: string;
  readonly status: 'planned' | 'fired' | 'observed' | 'healed';
  readonly exchange?: string;
  readonly detail?: string;
}

/**
 * What the harness did or waited for. `deadline`: something did not come in time (`waitedMs`); `lag`: the harness
 * itself was held up; `mark`: a named point of the script that checkers refer to; `fact`: a named value that a script read.
 */
export interface ProbeEvent {
  readonly kind: 'probe';
  readonly what: 'deadline' | 'lag' | 'mark' | 'fact' | 'abort';
  readonly name: string;
  readonly exchange?: string;
  readonly waitedMs?: number;
  readonly value?: unknown;
}

/**
 * What is wrong with an output line of an adapter. `bad-json`: no JSON object. `unknown-shape`: an object that is
 * neither an answer nor an event. `bad-ready`: a ready line that lacks something. `second-ready`: another one.
 * `unknown-event`: an event that the contract does not have. `unknown-id`: an answer to what was not asked.
 * `answered-twice`: a second answer. `bad-answer`: an answer that lacks what it must hold. `too-long`: more than the
 * harness reads in one line. `flood`: more than it reads at all, so that it ended the process.
 */
export type NoiseCode =
  | 'bad-json'
  | 'unknown-shape'
  | 'bad-ready'
  | 'second-ready'
  | 'unknown-event'
  | 'unknown-id'
  | 'answered-twice'
  | 'bad-answer'
  | 'too-long'
  | 'flood';

/**
 * What a client under test was told, and what it said, through its adapter. `operation`: a line was written to it (`id`,
 * `op`, `value`: the other fields). `answer`: it answered that line (`value`: the line without its id). `event`: a line
 * without an id (`value`). `noise`: an output line that is none of these, `text` is cut at {@link TEXT_LIMIT_BYTES};
 * `code` and `reason` say what is wrong with it. `stderr`: some of its log. `killed`: the harness ends it. `exit`: the
 * process has ended.
 */
export interface ClientEvent {
  readonly kind: 'client';
  /** Name of the client within the case. */
  readonly client: string;
  readonly what:
    'started' | 'ready' | 'operation' | 'answer' | 'event' | 'noise' | 'stderr' | 'stdin-closed' | 'killed' | 'exit';
  /** Number of the line that the operation was, for `operation`, `answer`, and `noise` that names one. */
  readonly id?: number;
  /** Name that the script gave the operation; unique in the case. */
  readonly label?: string;
  readonly op?: string;
  readonly value?: unknown;
  readonly text?: string;
  /** What is wrong with a line, for `noise`, and the same as a sentence. */
  readonly code?: NoiseCode;
  readonly reason?: string;
  /** Exit status and signal of the process, for `exit`. */
  readonly status?: number | null;
  readonly signal?: string | null;
}

export type EventBody =
  | ConnectionEvent
  | RequestEvent
  | RequestBodyEvent
  | ResponseEvent
  | DataEvent
  | SseRecord
  | CommentRecord
  | MessageRecord
  | ResponseBodyEvent
  | ResponseEndEvent
  | ProblemEvent
  | FaultEvent
  | ProbeEvent
  | ClientEvent;

export type HistoryEvent = EventBody & EventBase;

/** Bodies are kept up to this many bytes in a history. */
export const TEXT_LIMIT_BYTES = 16_384;
