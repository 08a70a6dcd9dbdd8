import type { RequestHead } from '../../wire/http-head.js';
import type { HttpUnit } from '../../wire/http-parser.js';
import { HttpRequestParser } from '../../wire/http-parser.js';
import { parseMessages, type ClassifiedMessage } from '../../wire/jsonrpc.js';
import { VerbatimLine, type Beginning } from './verbatim-line.js';

/** What an {@link Intake} tells its connection. */
export interface IntakeEvents {
  /** Whether an exchange is under way, so that the next request has to wait. */
  isBusy(): boolean;
  /** The connection asked to be passed on verbatim, under that label: all of its bytes come as problems. */
  verbatim(label: string): void;
  /** A request head came; true when its messages are to be known before anything is forwarded. */
  open(head: RequestHead, bytes: Uint8Array): boolean;
  /** The request that was opened goes on; with the messages of its body, where they were asked for and can be read. */
  start(messages: readonly ClassifiedMessage[]): void;
  /** The next piece of the started request, or bytes that are no request. */
  unit(unit: HttpUnit): void;
  /** What was read together has been told. */
  flush(): void;
  /** The client ended its direction. */
  fin(): void;
}

/** A request body that grows larger is not read for its messages. */
const RPC_LIMIT_BYTES = 16 * 1024 * 1024;

/** Takes the client's bytes apart into requests and hands them on one exchange at a time. */
export class Intake {
  readonly #parser = new HttpRequestParser();
  readonly #line = new VerbatimLine();
  readonly #events: IntakeEvents;
  #isVerbatim = false;
  #queue: (HttpUnit | 'fin')[] = [];
  #queuedBytes = 0;
  #collected: HttpUnit[] | undefined;
  #collectedBytes = 0;

  constructor(events: IntakeEvents) {
    this.#events = events;
  }

  /** Bytes that wait for an exchange to end, or for the rest of their request. */
  get heldBytes(): number {
    return this.#queuedBytes + (this.#collected === undefined ? 0 : this.#collectedBytes);
  }

  push(bytes: Uint8Array): void {
    if (this.#line.isDecided) this.#read(bytes);
    else this.#begin(this.#line.take(bytes));
    this.advance();
  }

  fin(): void {
    if (!this.#line.isDecided) this.#begin(this.#line.end());
    if (!this.#isVerbatim) this.#queue.push(...this.#parser.end());
    this.#queue.push('fin');
    this.advance();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#collected = undefined;
  }

  /** Hands on what may go on now. */
  advance(): void {
    for (let unit = this.#queue[0]; unit !== undefined; unit = this.#queue[0]) {
      const isHead = unit !== 'fin' && unit.kind === 'head';
      if (isHead && this.#events.isBusy()) break;
      this.#queue.shift();
      if (unit === 'fin') this.#fin();
      else this.#take(unit);
    }
    this.#events.flush();
  }

  #begin(beginning: Beginning | undefined): void {
    if (beginning === undefined) return;
    this.#isVerbatim = beginning.label !== undefined;
    if (beginning.label !== undefined) this.#events.verbatim(beginning.label);
    this.#read(beginning.rest);
  }

  #read(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const message = 'bytes that are passed on unread';
    if (this.#isVerbatim) this.#queue.push({ kind: 'problem', message, offset: 0, rest: bytes });
    else this.#queue.push(...this.#parser.push(bytes));
    this.#queuedBytes += bytes.length;
  }

  #take(unit: HttpUnit): void {
    this.#queuedBytes -= unitBytes(unit);
    if (unit.kind === 'head') {
      if (!('method' in unit.head)) return;
      if (this.#events.open(unit.head, unit.bytes)) {
        this.#collected = [];
        this.#collectedBytes = 0;
      } else this.#events.start([]);
    } else if (this.#collected === undefined) this.#events.unit(unit);
    else this.#collect(this.#collected, unit);
  }

  #collect(collected: HttpUnit[], unit: HttpUnit): void {
    collected.push(unit);
    this.#collectedBytes += unitBytes(unit);
    if (unit.kind === 'end' || unit.kind === 'problem' || this.#collectedBytes > RPC_LIMIT_BYTES) {
      this.#startCollected(unit.kind === 'end' ? messagesOf(collected) : []);
    }
  }

  #startCollected(messages: readonly ClassifiedMessage[]): void {
    const collected = this.#collected ?? [];
    this.#collected = undefined;
    this.#events.start(messages);
    for (const unit of collected) this.#events.unit(unit);
  }

  #fin(): void {
    if (this.#collected !== undefined) this.#startCollected([]);
    this.#events.flush();
    this.#events.fin();
  }
}

function unitBytes(unit: HttpUnit): number {
  if (unit.kind === 'problem') return unit.rest.length;
  return unit.kind === 'end' ? 0 : unit.bytes.length;
}

function messagesOf(units: readonly HttpUnit[]): readonly ClassifiedMessage[] {
  const payload = units.flatMap((unit) => (unit.kind === 'data' ? [unit.bytes] : []));
  const parsed = parseMessages(Buffer.concat(payload).toString('utf8'));
  if (parsed.kind === 'unparseable') return [];
  return parsed.kind === 'batch' ? parsed.messages : [parsed.message];
}
