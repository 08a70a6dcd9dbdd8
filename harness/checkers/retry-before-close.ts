import type { Checker } from './checker.js';
import { isResponse } from './attribution.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'http.stream.retry-before-drop';

/**
 * The server ended the stream of `label` before its response, and some event on it carried a retry field (transports,
 * Sending Messages to the Server, item 6, 2025-11-25).
 */
export function retriesBeforeClose(label: string): Checker {
  const expected = `${label} is told by a retry field when to come back before its connection is closed`;
  return checker(`retries-before-close(${label})`, [RULE], (view, judge) => {
    const server = view.exchange(label)?.server;
    if (server?.head === undefined || server.end === undefined || server.messages.some(isResponse)) {
      judge.inconclusive(RULE, expected, 'the server did not close the connection before its response');
      return;
    }
    judge.saw(server.head, server.end);
    if (server.events.some((record) => record.event.retryMs !== undefined)) return;
    judge.breach(RULE, { expected, seen: `none, ${describeResponse(server)}`, events: [server.head, server.end] });
  });
}
