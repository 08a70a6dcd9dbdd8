import type { ConnectionEvent, FaultEvent, HistoryEvent, Side } from '../history/events.js';
import type { ExchangeView, HistoryView } from '../history/view.js';
import { faultId, type FaultSpec } from './fault.js';

/** A recorded strike of a fault. */
export type Firing = FaultEvent & { readonly index: number; readonly t: number };

/** The strikes of a fault, in their order. */
export function firingsOf(view: HistoryView, spec: FaultSpec): Firing[] {
  const id = faultId(spec);
  return view.faults.filter((event) => event.fault === id && event.status === 'fired');
}

/** Index of the first strike. */
export function firstFiring(view: HistoryView, spec: FaultSpec): number | undefined {
  return firingsOf(view, spec)[0]?.index;
}

/** Index of the first event for which `proves` gives one, over the strikes of a fault. */
export function provenBy(
  view: HistoryView,
  spec: FaultSpec,
  proves: (firing: Firing) => number | undefined,
): number | undefined {
  for (const firing of firingsOf(view, spec)) {
    const index = proves(firing);
    if (index !== undefined) return index;
  }
  return undefined;
}

/** The exchange that a strike was on. */
export function exchangeOf(view: HistoryView, firing: Firing): ExchangeView | undefined {
  return firing.exchange === undefined ? undefined : view.exchange(firing.exchange);
}

/** The first event after a strike that satisfies `accepts`. */
export function firstAfter(
  view: HistoryView,
  firing: Firing,
  accepts: (event: HistoryEvent) => boolean,
): HistoryEvent | undefined {
  return view.events.slice(firing.index + 1).find(accepts);
}

/**
 * Index of the event that shows that the link ended the connection of a strike like that on all of those sides, or
 * undefined when it did not (yet) on one of them.
 */
export function endedByLink(
  view: HistoryView,
  firing: Firing,
  what: 'fin' | 'rst',
  sides: readonly Side[],
): number | undefined {
  let last: number | undefined;
  for (const side of sides) {
    const connection = connectionOf(view, firing, side);
    const ended = firstAfter(
      view,
      firing,
      (event) => event.kind === 'connection' && isEnding(event, what, side) && belongsTo(event.connection, connection),
    );
    if (ended === undefined) return undefined;
    last = Math.max(last ?? 0, ended.index);
  }
  return last;
}

/**
 * The connection of a strike's exchange on that side, where its request was recorded there. One that the embedded link
 * dialled has the name of the client's; behind a real proxy the names have nothing to do with each other.
 */
function connectionOf(view: HistoryView, firing: Firing, side: Side): string | undefined {
  const requests = view.events.flatMap((event) =>
    event.kind === 'request' && event.exchange === firing.exchange ? [event] : [],
  );
  const own = requests.find((request) => request.side === side) ?? requests[0];
  if (own === undefined || own.side === side) return own?.connection;
  const isKnown = view.events.some(
    (event) => event.kind === 'connection' && event.side === side && belongsTo(event.connection, own.connection),
  );
  return isKnown ? own.connection : undefined;
}

function isEnding(event: ConnectionEvent, what: 'fin' | 'rst', side: Side): boolean {
  return event.from === 'link' && event.what === what && event.side === side;
}

// Further upstream connections of a client connection carry its name and a number.
function belongsTo(connection: string, client: string | undefined): boolean {
  return client === undefined || connection.split('/')[0] === client.split('/')[0];
}

/** The sides that a parameter names. */
export function sidesOf(sides: Side | 'both'): Side[] {
  return sides === 'both' ? ['client', 'server'] : [sides];
}

/** A piece of an exchange that was seen on both sides of the link. */
export interface Crossing {
  readonly arrivedAtMs: number;
  readonly leftAtMs: number;
  /** Index of the event that shows that it left. */
  readonly index: number;
}

/** The pieces of an exchange whose arrival and departure in that direction were both recorded. */
export function crossings(
  view: HistoryView,
  exchange: ExchangeView,
  direction: 'to-client' | 'to-server' | 'both',
): Crossing[] {
  const found: Crossing[] = [];
  if (direction !== 'to-client') {
    const arrived = clientRequest(view, exchange.label);
    const left = exchange.request?.side === 'server' ? exchange.request : undefined;
    if (arrived !== undefined && left !== undefined) found.push(crossing(arrived, left));
  }
  if (direction !== 'to-server') {
    const { server, client } = exchange;
    if (server.head !== undefined && client.head !== undefined) found.push(crossing(server.head, client.head));
    for (const left of client.data) {
      // What left last in this write: it arrived with the read that holds its last byte.
      const lastByte = left.offset + left.sizeBytes - 1;
      const arrived = server.data.find(({ offset, sizeBytes }) => offset <= lastByte && lastByte < offset + sizeBytes);
      if (arrived !== undefined) found.push(crossing(arrived, left));
    }
  }
  return found;
}

/** The request as the client sent it; recorded for exchanges that a fault is on. */
export function clientRequest(view: HistoryView, label: string): HistoryEvent | undefined {
  return view.events.find((event) => event.kind === 'request' && event.side === 'client' && event.exchange === label);
}

function crossing(arrived: { readonly t: number }, left: { readonly t: number; readonly index: number }): Crossing {
  return { arrivedAtMs: arrived.t, leftAtMs: left.t, index: left.index };
}
