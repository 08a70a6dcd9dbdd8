import { connect } from 'node:net';
import type { HistoryEvent } from '../history/events.js';
import { upstreamOf } from '../sut/target.js';
import type { ServerTarget } from '../sut/target.js';

const DIAL_MS = 2000;

/** Knows whether the target is still there, so that a dead one does not cost a deadline a case. */
export interface Presence {
  /** Looks again when a history shows a refused connection to the target; tells once when it is found to be gone. */
  observe(events: readonly HistoryEvent[]): Promise<string | undefined>;
  /** Since when it is gone, as the sentence that every later case is given; undefined while it is there. */
  readonly gone: string | undefined;
}

function isRefused(target: ServerTarget): Promise<boolean> {
  const { hostname, port } = upstreamOf(target);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port });
    const settle = (refused: boolean): void => {
      socket.destroy();
      resolve(refused);
    };
    socket.setTimeout(DIAL_MS, () => settle(false));
    socket.once('connect', () => settle(false));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code === 'ECONNREFUSED'));
  });
}

function showsRefusal(events: readonly HistoryEvent[]): boolean {
  return events.some((event) => event.kind === 'connection' && event.side === 'server' && event.what === 'refused');
}

/** @param canRestart true where refused connections may be the harness's own doing */
export function watchPresence(target: ServerTarget, canRestart: boolean): Presence {
  let gone: string | undefined;
  // Asked anew after a wait, in which another case may have found out.
  const isKnown = (): boolean => gone !== undefined;
  return {
    get gone() {
      return gone;
    },
    async observe(events) {
      if (gone !== undefined || canRestart || !showsRefusal(events)) return undefined;
      const since = new Date().toISOString();
      if (!(await isRefused(target)) || isKnown()) return undefined;
      gone = `the target is gone: it has refused connections since ${since}`;
      return gone;
    },
  };
}
