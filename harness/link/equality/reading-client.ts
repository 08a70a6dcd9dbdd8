import { connect } from 'node:net';
import { createGunzip, type Gunzip } from 'node:zlib';
import { headerValue, type ResponseHead } from '../../wire/http-head.js';
import { HttpResponseParser } from '../../wire/http-parser.js';
import { SseTokenizer } from '../../wire/sse-tokenizer.js';

/** One exchange as a client without any HTTP library had it. */
export interface ReadingClient {
  readonly head: ResponseHead | undefined;
  /** Events that have come, by their data. */
  readonly events: readonly string[];
  /** When each came, on the clock of `performance.now`. */
  readonly arrivedAtMs: readonly number[];
  readonly payloadBytes: number;
  /** Reads from the socket. */
  readonly reads: number;
  readonly ending: 'complete' | 'FIN' | 'RST' | undefined;
  readonly beganAtMs: number;
  /** Resolves when it is over. */
  readonly over: Promise<void>;
  end(): void;
  reset(): void;
  destroy(): void;
}

/** Sends a request over a connection of its own and reads what comes; tells of the head and of each event. */
export function openClient(port: number, request: string, progress: (events: number) => void): ReadingClient {
  const parser = new HttpResponseParser();
  parser.expect('POST');
  const tokenizer = new SseTokenizer();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  const events: string[] = [];
  const arrivedAtMs: number[] = [];
  let gunzip: Gunzip | undefined;
  let settle: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const state = {
    head: undefined as ResponseHead | undefined,
    payloadBytes: 0,
    reads: 0,
    ending: undefined as ReadingClient['ending'],
  };
  const finish = (ending: NonNullable<ReadingClient['ending']>): void => {
    state.ending ??= ending;
    settle();
  };
  const take = (bytes: Uint8Array): void => {
    for (const token of tokenizer.push(bytes)) {
      if (token.kind !== 'event' || !token.dispatched) continue;
      events.push(token.data);
      arrivedAtMs.push(performance.now());
      progress(events.length);
    }
  };
  socket.on('data', (bytes: Buffer) => {
    state.reads += 1;
    for (const unit of parser.push(bytes)) {
      if (unit.kind === 'head' && 'status' in unit.head) {
        state.head = unit.head;
        if (headerValue(unit.head.headers, 'Content-Encoding') === 'gzip')
          gunzip = createGunzip()
            .on('data', take)
            .on('error', () => undefined);
        progress(0);
      } else if (unit.kind === 'data') {
        state.payloadBytes += unit.bytes.length;
        if (gunzip === undefined) take(unit.bytes);
        else gunzip.write(unit.bytes);
      } else if (unit.kind === 'end') {
        if (gunzip === undefined) finish('complete');
        else gunzip.end(() => setImmediate(() => finish('complete')));
      }
    }
  });
  socket.on('end', () => {
    const last = parser.end();
    finish(last.some(({ kind }) => kind === 'end') ? 'complete' : 'FIN');
    socket.end();
  });
  socket.on('error', () => finish('RST'));
  socket.on('close', () => finish('FIN'));
  const beganAtMs = performance.now();
  socket.write(request);
  return {
    get head() {
      return state.head;
    },
    get payloadBytes() {
      return state.payloadBytes;
    },
    get reads() {
      return state.reads;
    },
    get ending() {
      return state.ending;
    },
    events,
    arrivedAtMs,
    beganAtMs,
    over,
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    destroy: () => void socket.destroy(),
  };
}
