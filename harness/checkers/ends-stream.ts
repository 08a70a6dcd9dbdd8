import type { Checker, Severity } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

/** What ending is asked for. */
export interface EndExpectation {
  /** Default: the stream of a request should end after its response (transports, Sending Messages to the Server). */
  readonly rule?: string;
  readonly severity?: Severity;
}

/**
 * The server ended the response to `label` while the case waited for that. The case must have waited long enough, and
 * have shown by a later exchange that the harness was alive.
 */
export function endsStream(
  label: string,
  { rule = 'http.stream.end-after-response', severity }: EndExpectation = {},
): Checker {
  const expected = `the response to ${label} ends`;
  return checker(`ends-stream(${label})`, [rule], (view, judge) => {
    const server = view.exchange(label)?.server;
    if (server?.head === undefined) {
      judge.inconclusive(rule, expected, 'there was no response');
      return;
    }
    const { head, end } = server;
    judge.saw(head, end);
    if (end !== undefined && ['complete', 'fin', 'rst'].includes(end.ending)) return;
    const seen = describeResponse(server);
    judge.breach(rule, { expected, seen, events: [head, ...server.messages.slice(-1)], ...(severity && { severity }) });
  });
}
