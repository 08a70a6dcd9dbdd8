import { utf8 } from '../../wire/bytes.js';
import type { HeaderList } from '../../wire/http-head.js';
import { isObject, type ClassifiedMessage, type JsonRpcId } from '../../wire/jsonrpc.js';
import { encodeSseEvent, type SseFields, type SseStyle } from '../../wire/sse-encoder.js';
import type { IncomingRequest } from './incoming-request.js';
import { ResponseWriter } from './response-writer.js';
import { executionKey } from './rule-book.js';
import type { HeaderFields, ServedEnding, ServedExchange, ServedFraming, WritePlan } from './scripted-server.js';
import type { ServedConnection } from './served-connection.js';

const EVENT_STREAM: HeaderFields = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' };
const JSON_BODY: HeaderFields = { 'Content-Type': 'application/json' };

/** A request that arrived on a connection, and the means to answer it. */
export class ServedRequest implements ServedExchange {
  readonly number: number;
  readonly closed: Promise<void>;
  readonly #request: IncomingRequest;
  readonly #connection: ServedConnection;
  readonly #count: (key: string) => void;
  readonly #writer: ResponseWriter;
  #resolveClosed: () => void = () => undefined;
  #isOver = false;
  #isStream = false;
  /** What the server would do without the rule that serves it now. */
  beneath: () => void | Promise<void> = () => undefined;

  /** @param count counts a call as executed, by its key */
  constructor(number: number, request: IncomingRequest, connection: ServedConnection, count: (key: string) => void) {
    this.number = number;
    this.#request = request;
    this.#connection = connection;
    this.#count = count;
    this.#writer = new ResponseWriter(connection, request.head.method);
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  get method(): string {
    return this.#request.head.method;
  }

  get target(): string {
    return this.#request.head.target;
  }

  get headers(): HeaderList {
    return this.#request.head.headers;
  }

  get body(): string {
    return this.#request.body;
  }

  get messages(): readonly ClassifiedMessage[] {
    return this.#request.messages;
  }

  get message(): ClassifiedMessage | undefined {
    return this.messages.length === 1 ? this.messages[0] : undefined;
  }

  get id(): JsonRpcId | undefined {
    return this.message?.kind === 'request' ? (this.message.id ?? undefined) : undefined;
  }

  get params(): Readonly<Record<string, unknown>> {
    const value = this.message?.value;
    return isObject(value) && isObject(value.params) ? value.params : {};
  }

  get connection(): number {
    return this.#connection.number;
  }

  get open(): boolean {
    return !this.#isOver && this.#connection.open;
  }

  /** Whether the head of a response has been written. */
  get hasHead(): boolean {
    return this.#writer.headWritten;
  }

  /** Whether it is an open event stream that answers a GET. */
  get isListening(): boolean {
    return this.open && this.method === 'GET' && this.#isStream;
  }

  /** Resolves when the client takes more bytes, or has left. */
  drained(): Promise<void> {
    return this.#connection.drained();
  }

  head(status: number, headers: HeaderFields = {}, framing: ServedFraming = 'chunked'): void {
    if (!this.open) return;
    this.#writer.head(status, headers, framing);
    this.#isStream = Object.entries(headers).some(
      ([name, value]) => name.toLowerCase() === 'content-type' && /^text\/event-stream/i.test(String(value)),
    );
  }

  informational(status: number, headers: HeaderFields = {}): void {
    if (this.open) this.#writer.informational(status, headers);
  }

  write(bytes: string | Uint8Array, plan: WritePlan = {}): void {
    if (this.open) this.#writer.payload(bytesOf(bytes), plan);
  }

  raw(bytes: string | Uint8Array): void {
    if (this.open) this.#writer.raw(bytesOf(bytes));
  }

  event(fields: SseFields, style: SseStyle = {}): void {
    if (!this.hasHead) this.stream();
    this.write(encodeSseEvent(fields, style));
  }

  send(message: unknown, eventId?: string): void {
    this.event({ ...(eventId === undefined ? {} : { id: eventId }), data: JSON.stringify(message) });
  }

  end(how: ServedEnding = 'complete'): Promise<void> {
    if (!this.open) return Promise.resolve();
    if (how === 'complete') return this.#complete();
    return new Promise((resolve) => {
      this.#writer.after(() => {
        void this.#connection.end(how).then(resolve);
      });
    });
  }

  respond(status: number, body: string | Uint8Array = '', headers: HeaderFields = {}): void {
    const bytes = bytesOf(body);
    this.head(status, headers, { contentLength: bytes.length });
    this.write(bytes);
    void this.end();
  }

  result(result: unknown, headers: HeaderFields = {}): void {
    this.respond(200, JSON.stringify(this.#answer({ result })), { ...JSON_BODY, ...headers });
  }

  error(code: number, message: string, options: { readonly status?: number; readonly data?: unknown } = {}): void {
    const { status = 200, data } = options;
    this.respond(status, JSON.stringify(this.#answer({ error: { code, message, data } })), JSON_BODY);
  }

  stream(headers: HeaderFields = {}): void {
    this.head(200, { ...EVENT_STREAM, ...headers });
  }

  finish(result: unknown, eventId?: string): Promise<void> {
    this.send(this.#answer({ result }), eventId);
    return this.end();
  }

  countExecution(): void {
    this.countCall(this.params);
  }

  /** Counts the call of these params: one of a batch, or the only one. */
  countCall(params: Readonly<Record<string, unknown>>): void {
    this.#count(executionKey(params));
  }

  async fallThrough(): Promise<void> {
    await this.beneath();
  }

  /** The client has left. */
  left(): void {
    this.#over();
    this.#writer.hurry();
  }

  #complete(): Promise<void> {
    if (!this.hasHead) throw new Error('a response must have a head before it can end in order');
    return new Promise((resolve) => {
      this.#writer.complete(() => {
        this.#over();
        if (this.#writer.closesConnection || wantsClose(this.#request)) void this.#connection.end('fin');
        else this.#connection.next();
        resolve();
      });
    });
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#resolveClosed();
  }

  #answer(outcome: object): object {
    return { jsonrpc: '2.0', id: this.id ?? null, ...outcome };
  }
}

function bytesOf(bytes: string | Uint8Array): Uint8Array {
  return typeof bytes === 'string' ? utf8(bytes) : bytes;
}

function wantsClose({ head }: IncomingRequest): boolean {
  const connection = head.headers.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value);
  const options = connection.join(',').toLowerCase();
  return head.version === 'HTTP/1.0' ? !options.includes('keep-alive') : options.includes('close');
}
