import type { HistoryView } from '../history/view.js';
import type { FaultSpec } from './fault.js';
import { firstAfter, provenBy, type Firing } from './proof.js';

/**
 * Index of the event that shows that the server was away: a request was sent to it after the strike, and was not answered
 * until it was healed.
 */
export function silentUntilHealed(view: HistoryView, spec: FaultSpec): number | undefined {
  return provenBy(view, spec, (firing) => {
    const healed = healedAfter(view, firing);
    const between = view.events.slice(firing.index + 1, healed);
    const answered = new Set(
      between.map((event) => (event.kind === 'response' && event.side === 'server' ? event.exchange : undefined)),
    );
    // One that needs a connection of its own does not even reach a server without a network.
    return between.find((event) => event.kind === 'request' && !answered.has(event.exchange))?.index;
  });
}

/**
 * Index of the event that shows that the server went away after the strike: it accepts no connection, or has ended one
 * without having answered the request on it.
 */
export function leftByServer(view: HistoryView, spec: FaultSpec): number | undefined {
  return provenBy(view, spec, (firing) => {
    const isAnswered = view.events.some(
      (event) =>
        event.kind === 'response-end' &&
        event.side === 'server' &&
        event.exchange === firing.exchange &&
        event.ending === 'complete',
    );
    const proofs = isAnswered ? ['refused'] : ['refused', 'fin', 'rst'];
    return firstAfter(
      view,
      firing,
      (event) =>
        event.kind === 'connection' && event.side === 'server' && event.from === 'peer' && proofs.includes(event.what),
    )?.index;
  });
}

function healedAfter(view: HistoryView, firing: Firing): number | undefined {
  return firstAfter(
    view,
    firing,
    (event) => event.kind === 'fault' && event.fault === firing.fault && event.status === 'healed',
  )?.index;
}
