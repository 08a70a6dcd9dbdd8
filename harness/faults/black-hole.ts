import type { FaultDefinition, FaultSpec, Match, Moment } from './fault.js';
import type { HistoryEvent } from '../history/events.js';
import type { HistoryView } from '../history/view.js';
import { firstAfter, provenBy, type Firing } from './proof.js';
import { limitOfMoment } from './moment-limits.js';

/** A path that swallows what is sent on it. */
export interface BlackHoleSpec extends FaultSpec {
  readonly kind: 'blackHole';
  /** Default: every exchange. */
  readonly on?: Match;
  /** With `connect`, new connections are accepted and stay silent. */
  readonly at: Moment;
  readonly direction: 'to-client' | 'to-server' | 'both';
  /** Whether a heal releases what was held, or drops it and resets the connection. */
  readonly heal: 'loss-free' | 'lossy';
}

/** Plans a black hole. */
export function blackHole(options: Omit<BlackHoleSpec, 'kind'>): BlackHoleSpec {
  return { kind: 'blackHole', ...options };
}

export const blackHoleFault: FaultDefinition<BlackHoleSpec> = {
  kind: 'blackHole',
  family: 'half-open',
  summary: 'Nothing passes any more in one or both directions, and the sockets stay open',
  backends: ['embedded', 'toxiproxy'],
  limits: {
    toxiproxy: ({ at }) => limitOfMoment(at),
    nginx: 'keeps no connection on which nothing passes',
  },
  proof: 'after the strike, and until it was healed, nothing was written in that direction',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => (isSilentAfter(view, spec, firing) ? firing.index : undefined)),
};

function isSilentAfter(view: HistoryView, spec: BlackHoleSpec, firing: Firing): boolean {
  const next = firstAfter(
    view,
    firing,
    (event) =>
      isPassing(event, spec, firing) ||
      (event.kind === 'fault' && event.fault === firing.fault && event.status === 'healed'),
  );
  return next === undefined || next.kind === 'fault';
}

function isPassing(event: HistoryEvent, spec: BlackHoleSpec, firing: Firing): boolean {
  if (!('exchange' in event) || event.exchange === undefined || event.exchange !== firing.exchange) return false;
  if (event.kind === 'response' || event.kind === 'data') {
    return event.side === 'client' && spec.direction !== 'to-server';
  }
  return event.kind === 'request' && event.side === 'server' && spec.direction !== 'to-client';
}
