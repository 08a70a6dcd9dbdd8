import type { Socket } from 'node:net';
import type { EventSink } from '../../history/recorder.js';
import { Endpoint } from '../../link/embedded/endpoint.js';
import { headerValue, serializeResponseHead, type RequestHead } from '../../wire/http-head.js';
import { HttpRequestParser, type HttpUnit } from '../../wire/http-parser.js';
import { RequestCollector, type IncomingRequest } from './incoming-request.js';

/** What a connection tells the server that it belongs to. */
export interface ConnectionEvents {
  /** The next request; none follows before {@link ServedConnection.next} is called. */
  request(request: IncomingRequest): void;
  /** The client has closed or reset it, or the server has ended it. Told once. */
  left(): void;
  /** Its socket is gone. */
  closed(): void;
}

/** What crosses the link is recorded there. */
const UNRECORDED: EventSink = { record: () => undefined };
/** Requests that may wait for their turn before the connection is no longer read. */
const WAITING_LIMIT = 100;

/** One connection of a client: takes requests apart and hands them on one at a time. Never throws for what is sent. */
export class ServedConnection {
  /** Which one it is of all, from 1. */
  readonly number: number;
  readonly #events: ConnectionEvents;
  readonly #endpoint: Endpoint;
  readonly #parser = new HttpRequestParser();
  readonly #waiting: IncomingRequest[] = [];
  readonly #drainers: (() => void)[] = [];
  #collector: RequestCollector | undefined;
  #isBusy = false;
  #isLeft = false;
  #isUnreadable = false;
  #resolveClosed: () => void = () => undefined;
  /** Resolves when the socket is gone. */
  readonly closed: Promise<void>;

  constructor(number: number, socket: Socket, events: ConnectionEvents) {
    this.number = number;
    this.#events = events;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#endpoint = new Endpoint('server', `served-${number}`, { io: socket, raw: socket }, UNRECORDED, {
      connected: () => undefined,
      data: (bytes) => this.#read(bytes),
      fin: () => this.#clientEnded(),
      broken: () => this.#leave(),
      drained: () => this.#drainWaits(),
      closed: () => {
        this.#leave();
        this.#resolveClosed();
        events.closed();
      },
    });
  }

  /** Whether the client may still read what is written. */
  get open(): boolean {
    return !this.#isLeft;
  }

  /** Resolves when the client takes more bytes, or has left. */
  async drained(): Promise<void> {
    if (!this.#endpoint.blocked || this.#isLeft) return;
    await new Promise<void>((resolve) => this.#drainers.push(resolve));
  }

  write(bytes: Uint8Array): void {
    this.#endpoint.write(bytes);
  }

  /** The response is over: the next request may be served. */
  next(): void {
    this.#isBusy = false;
    // The one that has just ended may be what calls this.
    queueMicrotask(() => this.#advance());
  }

  /** Ends it after what was written. Resolves when a reset has been sent, and for FIN at once. */
  async end(how: 'fin' | 'rst'): Promise<void> {
    if (how === 'fin') this.#endpoint.finish();
    else this.#endpoint.reset();
    this.#leave();
    if (how === 'rst') await this.closed;
  }

  /** Ends it at once, whatever waits. */
  destroy(): void {
    this.#endpoint.destroy();
    this.#leave();
  }

  #read(bytes: Uint8Array): void {
    for (const unit of this.#parser.push(bytes)) this.#take(unit);
    this.#advance();
  }

  #take(unit: HttpUnit): void {
    if (unit.kind === 'head' && 'method' in unit.head) {
      this.#collector = new RequestCollector(unit.head);
      if (expectsContinue(unit.head) && !this.#isBusy) this.#writeStatus(100, 'Continue');
    } else if (unit.kind === 'end') {
      if (this.#collector !== undefined) this.#waiting.push(this.#collector.complete());
      this.#collector = undefined;
    } else if (unit.kind === 'problem') this.#isUnreadable = true;
    else this.#collector?.take(unit);
  }

  #advance(): void {
    if (this.#isBusy || this.#isLeft) {
      if (this.#waiting.length > WAITING_LIMIT) this.#endpoint.pauseFor(this);
      return;
    }
    this.#endpoint.resumeFor(this);
    const request = this.#waiting.shift();
    if (request !== undefined) {
      this.#isBusy = true;
      this.#events.request(request);
    } else if (this.#isUnreadable) {
      this.#writeStatus(400, 'Bad Request');
      void this.end('fin');
    }
  }

  #writeStatus(status: number, reason: string): void {
    const headers =
      status < 200
        ? []
        : ([
            ['Content-Length', '0'],
            ['Connection', 'close'],
          ] as const);
    this.#endpoint.write(serializeResponseHead({ version: 'HTTP/1.1', status, reason, headers }));
  }

  // Clients of MCP do not half-close: one that ends its direction has gone.
  #clientEnded(): void {
    this.#endpoint.fin();
    this.#leave();
  }

  #leave(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    this.#waiting.length = 0;
    this.#drainWaits();
    this.#events.left();
  }

  #drainWaits(): void {
    for (const resolve of this.#drainers.splice(0)) resolve();
  }
}

function expectsContinue(head: RequestHead): boolean {
  return headerValue(head.headers, 'Expect')?.trim().toLowerCase() === '100-continue';
}
