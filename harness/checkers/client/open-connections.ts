import type { HistoryEvent } from '../../history/events.js';
import type { HistoryView } from '../../history/view.js';

/** The connections that the client opened and that nobody had ended before `until`, by the event that opened each. */
export function openConnections(view: HistoryView, until: number): Map<string, HistoryEvent> {
  const open = new Map<string, HistoryEvent>();
  for (const event of view.events) {
    if (event.index > until) break;
    if (event.kind !== 'connection' || event.side !== 'client') continue;
    if (event.what === 'open') open.set(event.connection, event);
    else open.delete(event.connection);
  }
  return open;
}
