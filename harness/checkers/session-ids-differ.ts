import { headerValue } from '../wire/http-head.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'guarantee.no-crossing';

/** The handshakes were answered with session ids that differ from each other, where they were answered with any. */
export function sessionIdsDiffer(labels: readonly string[]): Checker {
  return checker(`session-ids-differ(${labels.length})`, [RULE], (view, judge) => {
    const owners = new Map<string, string>();
    for (const label of labels) {
      const head = view.exchange(label)?.server.head;
      if (head === undefined) continue;
      judge.saw(head);
      const id = headerValue(head.headers, 'mcp-session-id');
      const owner = id === undefined ? undefined : owners.get(id);
      if (id !== undefined && owner === undefined) owners.set(id, label);
      if (owner === undefined) continue;
      const events = [view.exchange(owner)?.server.head, head];
      judge.breach(RULE, {
        expected: 'each client gets a session of its own',
        seen: `${owner} and ${label} share one`,
        events,
      });
    }
  });
}
