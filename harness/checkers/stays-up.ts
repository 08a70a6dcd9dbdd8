import type { ConnectionEvent, HistoryEvent } from '../history/events.js';
import type { HistoryView } from '../history/view.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'guarantee.no-crash';

type Recorded = ConnectionEvent & HistoryEvent;

/** Whether a request had been sent on this connection before it ended. */
function carriedRequest(view: HistoryView, ending: Recorded): boolean {
  return view.events
    .slice(0, ending.index)
    .some((event) => event.kind === 'request' && event.side === 'server' && event.connection === ending.connection);
}

/** Whether the link began to end this connection before the server did. */
function wasEndedByLink(view: HistoryView, ending: Recorded): boolean {
  return view.events
    .slice(0, ending.index)
    .some(
      (event) =>
        event.kind === 'connection' &&
        event.side === 'server' &&
        event.connection === ending.connection &&
        event.from === 'link' &&
        (event.what === 'fin' || event.what === 'rst'),
    );
}

function isTurnedAway(view: HistoryView, event: HistoryEvent): boolean {
  if (event.kind !== 'connection' || event.side !== 'server') return false;
  if (event.what === 'refused') return true;
  const isEnding = event.from === 'peer' && (event.what === 'fin' || event.what === 'rst');
  return isEnding && !carriedRequest(view, event) && !wasEndedByLink(view, event);
}

/**
 * The server takes every connection: none is refused, and none is ended before a request could be sent on it. A case in
 * which requests get no further than that says nothing about their answers, because they were never sent.
 */
export function staysUp(): Checker {
  return checker('stays-up', [RULE], (view, judge) => {
    for (const { server } of view.exchanges.values()) judge.saw(server.head);
    const turned = view.events.find((event) => isTurnedAway(view, event));
    if (turned?.kind !== 'connection') return;
    const seen = turned.what === 'refused' ? 'a connection was refused' : 'a connection was ended without a request';
    judge.breach(RULE, { expected: 'the server takes every connection', seen, events: [turned] });
  });
}
