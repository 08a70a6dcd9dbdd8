import type { Recorder } from '../history/recorder.js';
import type { HeaderList } from '../wire/http-head.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';
import type { SseEvent } from '../wire/sse-tokenizer.js';
import type { Exchange, ExchangeEnding } from './probe.js';
import type { Received, ResponseReader } from './response-reader.js';
import { createWatch } from './watch.js';
import type { Watch, WaitLimit } from './watch.js';

/** Status and headers of a response. */
export interface ResponseStart {
  readonly status: number;
  readonly headers: HeaderList;
}

/** What is known of an exchange; `watch` is told of every change. */
export interface ExchangeState {
  readonly label: string;
  readonly received: Received;
  readonly watch: Watch;
  head: ResponseStart | undefined;
  reader: ResponseReader | undefined;
  ending: ExchangeEnding | undefined;
}

/** An exchange that has not begun. */
export function createExchangeState(label: string): ExchangeState {
  return {
    label,
    received: { messages: [], events: [], lastEventId: undefined },
    watch: createWatch(),
    head: undefined,
    reader: undefined,
    ending: undefined,
  };
}

/** A limit for a wait, whose miss is recorded under `name`; undefined where the exchange will end by itself in time. */
export type LimitFor = (name: string, deadlineMs: number | undefined) => WaitLimit | undefined;

/**
 * Limits for waits on one exchange. A wait without a deadline of its own is bounded by `deadlineMs`, the exchange's, and
 * where that has none by `defaultMs`.
 */
export function limitsOf(
  recorder: Recorder,
  exchange: string,
  deadlineMs: number | undefined,
  defaultMs: number,
): LimitFor {
  return (name, askedMs) => {
    if (askedMs === undefined && deadlineMs !== undefined) return undefined;
    return {
      deadlineMs: askedMs ?? defaultMs,
      missed: (waitedMs) => recorder.record({ kind: 'probe', what: 'deadline', name, exchange, waitedMs }),
    };
  };
}

/** Finds the first item that satisfies `accepts`, looking at each item once, however often it is asked. */
function finder<T>(items: readonly T[], accepts: (item: T) => boolean): () => T | undefined {
  let next = 0;
  return () => {
    for (const item of items.slice(next)) {
      next += 1;
      if (accepts(item)) return item;
    }
    return undefined;
  };
}

/** The view of an exchange that scripts get. */
export function exchangeOf(state: ExchangeState, limitFor: LimitFor, abort: () => void): Exchange {
  const { label, received, watch } = state;
  const isOver = (): boolean => state.ending !== undefined;
  return {
    label,
    messages: received.messages,
    events: received.events,
    get bodyText() {
      return state.reader?.bodyText ?? '';
    },
    get lastEventId() {
      return received.lastEventId;
    },
    head: (deadlineMs) => watch.until(() => state.head, isOver, limitFor(`head of ${label}`, deadlineMs)),
    ended: async (deadlineMs) =>
      (await watch.until(() => state.ending, isOver, limitFor(`end of ${label}`, deadlineMs))) ?? 'deadline',
    event(nth, deadlineMs) {
      let seen = 0;
      const isNth = (event: SseEvent): boolean => event.dispatched && ++seen === nth;
      return watch.until(finder(received.events, isNth), isOver, limitFor(`event ${nth} of ${label}`, deadlineMs));
    },
    message: (name: string, accepts: (message: ClassifiedMessage) => boolean, deadlineMs?: number) =>
      watch.until(finder(received.messages, accepts), isOver, limitFor(name, deadlineMs)),
    abort,
  };
}
