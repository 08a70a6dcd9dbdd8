import type { Socket } from 'node:net';
import type { Side } from '../../history/events.js';
import type { EventSink } from '../../history/recorder.js';
import { callAfter } from './delay.js';

/** How a connection that the far end (or the network) broke is seen. */
export type Breakage = 'rst' | 'refused' | 'error';

export interface EndpointEvents {
  connected(): void;
  data(bytes: Uint8Array): void;
  fin(): void;
  broken(how: Breakage): void;
  drained(): void;
  closed(): void;
}

/** A socket; for TLS, `raw` is the TCP socket beneath `io`. */
export interface SocketPair {
  readonly io: Socket;
  readonly raw: Socket;
}

/** A reset that follows data too closely reaches many readers as a normal end of the stream. */
const RESET_GAP_MS = 10;
/** Bytes that the far end does not take are given up after this time, so that a reset comes at all. */
const FLUSH_DEADLINE_MS = 2_000;
/** After a FIN of a fault the far end may still talk; what it says is read and dropped for this long. */
const LINGER_MS = 1_000;

/** One socket of the link: records its life, writes, ends it in each way, and never throws. */
export class Endpoint {
  readonly id: string;
  readonly #side: Side;
  readonly #sockets: SocketPair;
  readonly #recorder: EventSink;
  readonly #events: EndpointEvents;
  readonly #pausers = new Set<object>();
  readonly #cancels = new Set<() => void>();
  #unwritten = 0;
  #lastWriteAt = Number.NEGATIVE_INFINITY;
  #whenFlushed: (() => void) | undefined;
  #finSent = false;
  #resetting = false;
  #discarding = false;
  #closed = false;
  #isBroken = false;

  constructor(side: Side, id: string, sockets: SocketPair, recorder: EventSink, events: EndpointEvents) {
    this.id = id;
    this.#side = side;
    this.#sockets = sockets;
    this.#recorder = recorder;
    this.#events = events;
    this.#listen();
  }

  /** Whether the socket exists still. */
  get open(): boolean {
    return !this.#closed;
  }

  /** Whether bytes can be written. */
  get writable(): boolean {
    return !this.#closed && !this.#finSent && !this.#resetting && this.#sockets.io.writable;
  }

  /** Whether the far end takes bytes more slowly than they come. */
  get blocked(): boolean {
    return this.#sockets.io.writableNeedDrain && !this.#closed;
  }

  /** Whether the link has begun to end it. */
  get ending(): boolean {
    return this.#resetting || this.#finSent;
  }

  write(bytes: Uint8Array): void {
    if (!this.writable || bytes.length === 0) return;
    this.#unwritten += 1;
    this.#lastWriteAt = performance.now();
    this.#sockets.io.write(bytes, this.#written);
  }

  /** Half-close: says that no more will be written and goes on reading. */
  fin(): void {
    if (!this.writable) return;
    this.#finSent = true;
    this.#record('fin', 'link');
    this.#sockets.io.end();
  }

  /** Close with FIN: writes what was accepted, then reads and drops until the far end closes too or takes too long. */
  finish(): void {
    if (this.#closed || this.#resetting) return;
    this.fin();
    this.#discarding = true;
    this.#pausers.clear();
    this.#sockets.io.resume();
    const linger = (): void => this.#later(LINGER_MS, () => this.#discard());
    if (this.#sockets.io.writableFinished) linger();
    else this.#sockets.io.once('finish', linger);
    this.#later(FLUSH_DEADLINE_MS, () => this.#discard());
  }

  /** RST, once what was accepted has been written and the far end had time to read it. */
  reset(): void {
    if (this.#closed || this.#resetting) return;
    this.#resetting = true;
    this.#discarding = true;
    const resetAfterGap = (): void => {
      this.#whenFlushed = undefined;
      const waitMs = RESET_GAP_MS - (performance.now() - this.#lastWriteAt);
      if (waitMs <= 0) this.#resetAfterTurn();
      else this.#later(waitMs, () => this.#resetAfterTurn());
    };
    if (this.#unwritten === 0) {
      resetAfterGap();
      return;
    }
    this.#whenFlushed = resetAfterGap;
    this.#later(FLUSH_DEADLINE_MS, () => this.#resetNow());
  }

  /** Stops reading until every pauser has resumed. */
  pauseFor(owner: object): void {
    if (this.#discarding || this.#pausers.has(owner)) return;
    this.#pausers.add(owner);
    this.#sockets.io.pause();
  }

  resumeFor(owner: object): void {
    if (this.#pausers.delete(owner) && this.#pausers.size === 0 && !this.#closed) this.#sockets.io.resume();
  }

  /** Ends it at once, whatever waits; with the RST that was on its way, where there was one. */
  destroy(): void {
    if (this.#resetting && !this.#finPending) {
      this.#resetNow();
      return;
    }
    this.#finSent = true;
    this.#discard();
  }

  /** A FIN is on its way. A reset is refused until it has left, and a socket that was refused one never says `close`. */
  get #finPending(): boolean {
    const { io } = this.#sockets;
    return io.writableEnded && !io.writableFinished;
  }

  readonly #written = (): void => {
    this.#unwritten -= 1;
    this.#lastWriteAt = performance.now();
    if (this.#unwritten === 0) this.#whenFlushed?.();
  };

  #listen(): void {
    const { io, raw } = this.#sockets;
    io.on('data', (bytes: Uint8Array) => {
      if (!this.#discarding) this.#dispatch(() => this.#events.data(bytes));
    });
    io.on('end', () => {
      this.#record('fin', 'peer');
      if (this.#resetting) return;
      if (this.#discarding) this.#sockets.io.end();
      else this.#dispatch(() => this.#events.fin());
    });
    io.on('drain', () => this.#dispatch(() => this.#events.drained()));
    io.on('error', (error: NodeJS.ErrnoException) => this.#failed(error));
    // The TLS layer reports the errors of the socket beneath it; that one needs a listener all the same.
    if (raw !== io) raw.on('error', (error: NodeJS.ErrnoException) => this.#failed(error));
    io.on('close', () => this.#close());
  }

  /** Tells that the connection stands; to be called by whoever dialled or accepted. */
  announceOpen(): void {
    this.#record('open', this.#side === 'client' ? 'peer' : 'link');
    this.#dispatch(() => this.#events.connected());
  }

  #failed(error: NodeJS.ErrnoException): void {
    if (this.#closed || this.#isBroken) return;
    this.#isBroken = true;
    const how = breakageOf(error);
    if (!this.#resetting) this.#record(how, 'peer', error.code ?? error.message);
    this.#discard();
    if (!this.#discarding) this.#dispatch(() => this.#events.broken(how));
  }

  #discard(): void {
    this.#sockets.io.destroy();
    this.#sockets.raw.destroy();
  }

  /** What goes wrong while an event is handled costs this connection and leaves a trace, and not the whole process. */
  #dispatch(handle: () => void): void {
    try {
      handle();
    } catch (error) {
      this.#record('error', 'link', error instanceof Error ? error.message : String(error));
      this.destroy();
    }
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const cancel of this.#cancels) cancel();
    this.#record('closed', this.ending ? 'link' : 'peer');
    this.#dispatch(() => this.#events.closed());
  }

  /**
   * A reader in this process reads when the event loop polls its sockets, which a gap in time does not promise: a
   * process that is held up finds the timer due before it polls. Between two immediates there is always a poll.
   */
  #resetAfterTurn(): void {
    setImmediate(() => setImmediate(() => this.#resetNow()));
  }

  #resetNow(): void {
    const { io, raw } = this.#sockets;
    if (this.#closed || raw.destroyed) return;
    if (this.#finPending) {
      io.once('finish', () => this.#resetNow());
      return;
    }
    this.#record('rst', 'link');
    raw.resetAndDestroy();
    if (io !== raw) io.destroy();
  }

  #later(delayMs: number, run: () => void): void {
    const cancel = callAfter(delayMs, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }

  #record(what: 'open' | 'fin' | 'closed' | Breakage, from: 'peer' | 'link', detail?: string): void {
    const optional = detail === undefined ? {} : { detail };
    this.#recorder.record({ kind: 'connection', side: this.#side, connection: this.id, what, from, ...optional });
  }
}

function breakageOf(error: NodeJS.ErrnoException): Breakage {
  if (error.code === 'ECONNREFUSED') return 'refused';
  // Writing to a connection that the far end has reset gives EPIPE when the reset was not read first.
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'rst' : 'error';
}
