import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServerContext } from '../../harness/engine/context.js';
import type { HistoryEvent } from '../../harness/history/events.js';

/** Connections that the link dials for one client connection carry its name and a number. */
function clientConnection(connection: string): string {
  return connection.split('/')[0] ?? connection;
}

type Accepts = (event: HistoryEvent & { readonly kind: 'connection' }) => boolean;

/** Accepts an event of the connections that carried `label` on either side, once they are known. */
function onConnectionOf(label: string, accepts: Accepts): (event: HistoryEvent) => boolean {
  const connections = new Set<string>();
  return (event) => {
    if ((event.kind === 'request' || event.kind === 'response') && event.exchange === label) {
      connections.add(clientConnection(event.connection));
    }
    return event.kind === 'connection' && connections.has(clientConnection(event.connection)) && accepts(event);
  };
}

/**
 * Waits until the connection that carried `label` is over on both sides, so that the next request cannot meet it: a
 * client that has not heard of the end yet would lose that request too. With `server` only that side has to be over.
 */
export async function connectionOver(
  context: ServerContext,
  label: string,
  sides: 'both' | 'server' = 'both',
): Promise<void> {
  const isOver: Accepts = ({ side, what }) => side === 'server' && ['fin', 'rst', 'closed'].includes(what);
  const isClosed: Accepts = ({ side, what }) => side === 'client' && what === 'closed';
  await context.until(`end of the connection of ${label}`, onConnectionOf(label, isOver));
  if (sides === 'server') return;
  await context.until(`close of the connection of ${label}`, onConnectionOf(label, isClosed));
  // The client's end of the socket is told in the turn of the event loop that follows.
  await nextTurn();
  await nextTurn();
}
