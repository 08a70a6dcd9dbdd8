import type { HistoryEvent } from '../history/events.js';
import type { Recorder } from '../history/recorder.js';

/** A request that reached the target, as events of one history. Times are those of `performance.now()`. */
export interface Delivery {
  readonly label: string;
  readonly method: string;
  readonly at: number;
  /** Index of the event. */
  readonly index: number;
}

/** A request whose connection the target ended before it had answered. */
export interface BrokenDelivery extends Delivery {
  readonly brokenAt: number;
  /** Index of the event that shows it. */
  readonly brokenIndex: number;
}

/** What a case has sent to the target and what became of it, kept up to date while it runs. */
export interface Traffic {
  readonly recorder: Recorder;
  /** The request that was sent last. */
  last: Delivery | undefined;
  /** Requests without the end of a response so far, by label. */
  readonly underWay: Map<string, Delivery>;
  readonly broken: BrokenDelivery[];
}

/** Nothing was sent yet. */
export function noTraffic(recorder: Recorder): Traffic {
  return { recorder, last: undefined, underWay: new Map(), broken: [] };
}

/** Takes an event of the history into account. */
export function followTraffic(traffic: Traffic, event: HistoryEvent, now: number): void {
  if (event.kind === 'request' && event.side === 'server') {
    const { exchange: label, method, index } = event;
    traffic.last = { label, method, at: now, index };
    traffic.underWay.set(label, traffic.last);
  } else if (event.kind === 'response-end' && event.side === 'server') {
    const delivery = traffic.underWay.get(event.exchange);
    traffic.underWay.delete(event.exchange);
    if (delivery === undefined || (event.ending !== 'fin' && event.ending !== 'rst')) return;
    traffic.broken.push({ ...delivery, brokenAt: now, brokenIndex: event.index });
  }
}

/** Whether an event shows that the target is there: it accepted a connection, or said something. */
export function isSignOfLife(event: HistoryEvent): boolean {
  switch (event.kind) {
    case 'connection':
      return event.side === 'server' && event.what === 'open';
    case 'response':
      return event.side === 'server' && event.by === 'sut';
    case 'data':
      return event.side === 'server';
    default:
      return false;
  }
}

/** Whether an event shows that nobody listens at an upstream. */
export function isRefusal(event: HistoryEvent): boolean {
  return event.kind === 'connection' && event.side === 'server' && event.what === 'refused';
}
