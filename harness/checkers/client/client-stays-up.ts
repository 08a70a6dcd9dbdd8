import type { Checker } from '../checker.js';
import { checker } from '../judge.js';

const RULE = 'guarantee.no-crash';

/** No client ends before it is told to. A run of a client without an adapter is over when its process is. */
export function clientStaysUp(): Checker {
  return checker('client-stays-up', [RULE], (view, judge) => {
    const ending = new Set<string>();
    for (const event of view.clients) {
      const { client, what, id, status, signal } = event;
      if (what === 'ready' || what === 'answer' || what === 'event') judge.saw(event);
      if (what === 'killed' || what === 'stdin-closed') ending.add(client);
      if (what !== 'exit' || ending.has(client) || id !== undefined) continue;
      const how = typeof signal === 'string' ? `by ${signal}` : `with status ${status ?? 'unknown'}`;
      judge.breach(RULE, {
        expected: 'the client is there until it is told to end',
        seen: `its process ended ${how}`,
        events: [event],
      });
    }
  });
}
