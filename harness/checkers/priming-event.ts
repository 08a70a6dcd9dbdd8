import type { HistoryEvent } from '../history/events.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const PRIMING = 'http.stream.priming-event';

/** What else is asked of a priming event. */
export interface PrimingExpectation {
  /** A mark of the script: the event must have come before it. */
  readonly beforeMark?: string;
  /** An exchange whose answer shows that the server was alive, for the case that nothing comes at all. */
  readonly evidence?: string;
}

/**
 * The stream of `label` begins with an event that has an id and empty data (transports, Sending Messages to the Server,
 * item 6, 2025-11-25). An answer that is no event stream has nothing to prime.
 */
export function primesStream(label: string, { beforeMark, evidence }: PrimingExpectation = {}): Checker {
  const when = beforeMark === undefined ? '' : ', while the call is at work';
  const expected = `${label} begins with an event that has an id and empty data${when}`;
  return checker(`primes-stream(${label})`, [PRIMING], (view, judge) => {
    const server = view.exchange(label)?.server;
    judge.saw(server?.head, evidence === undefined ? undefined : view.exchange(evidence)?.server.head);
    const mark = view.probes.find((event) => event.what === 'mark' && event.name === beforeMark);
    const isInTime = (event: HistoryEvent): boolean => mark === undefined || event.index < mark.index;
    const first = server?.events.find(isInTime);
    const { id, data } = first?.event ?? {};
    if (id !== undefined && id !== '' && data === '') return;
    const seen =
      first === undefined ? (server === undefined ? 'no request' : describeResponse(server)) : 'another event';
    judge.breach(PRIMING, {
      expected,
      seen: `${seen}${id === undefined ? '' : ` with id ${id}`}`,
      events: [server?.head, first],
    });
  });
}

/**
 * Every event of these streams carries a message: clients of revisions without priming events parse the data of each.
 * No sentence forbids an empty one there, so it is a warning (see the defect B288).
 */
export function sendsNoEmptyEvents(labels: readonly string[]): Checker {
  const rule = 'sse.emit.wellformed';
  return checker(`sends-no-empty-events(${labels.join(', ')})`, [rule], (view, judge) => {
    for (const label of labels) {
      const server = view.exchange(label)?.server;
      judge.saw(server?.head);
      const empty = server?.events.find((record) => record.event.dispatched && record.event.data === '');
      if (empty === undefined) continue;
      const expected = `each event of ${label} carries a message at this revision`;
      judge.breach(rule, { expected, seen: 'an event with empty data', events: [empty], severity: 'warn' });
    }
  });
}
