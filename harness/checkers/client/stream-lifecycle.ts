import { delivered } from '../../history/delivered.js';
import type { HistoryView } from '../../history/view.js';
import { idKey } from '../attribution.js';
import type { RecordedMessage } from '../attribution.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import type { Judge } from '../judge.js';
import type { EventStreamView } from './event-streams.js';
import { eventStreamsOf } from './event-streams.js';

const EARLY = 'lifecycle.client-no-early-requests';
const INITIALIZED = 'lifecycle.initialized-notification';

/** Index of the event with which the answer to a request had left towards the client; undefined where it never did. */
function answeredAt(view: HistoryView, { stream }: EventStreamView, { message }: RecordedMessage): number | undefined {
  const { id } = message;
  if (id === undefined || id === null) return undefined;
  return delivered(view, stream.label)?.messages.find(
    (one) => one.message.kind === 'result' && one.message.id != null && idKey(one.message.id) === idKey(id),
  )?.index;
}

function judgeStream(view: HistoryView, session: EventStreamView, judge: Judge): void {
  const sent = session.posts.flatMap((post) => post.sent);
  const handshake = sent.find(({ message }) => message.method === 'initialize');
  if (handshake === undefined) return;
  judge.saw(handshake);
  const answeredIndex = answeredAt(view, session, handshake);
  const requests = sent.filter(
    ({ message }) => message.kind === 'request' && message.method !== 'ping' && message.method !== 'initialize',
  );
  for (const request of requests) {
    if (request.index < handshake.index || request.index > (answeredIndex ?? Infinity)) continue;
    const expected = 'no request but ping before initialize is answered';
    judge.breach(EARLY, {
      expected,
      seen: `${request.message.method ?? ''} on ${request.exchange}`,
      events: [request],
    });
  }
  const told = sent.find(({ message }) => message.method === 'notifications/initialized');
  // A request may overtake the notification on another connection; one that was answered before has not.
  const early = requests.find(
    (request) => (answeredAt(view, session, request) ?? Infinity) < (told?.index ?? Infinity),
  );
  judge.saw(told);
  if (answeredIndex === undefined || early === undefined) return;
  judge.breach(INITIALIZED, {
    expected: 'notifications/initialized follows the answer to initialize, before other requests',
    seen:
      told === undefined ? `it never came, but ${early.exchange} did` : `it came after ${early.exchange} was answered`,
    events: [handshake, early, told],
  });
}

/** The order of the handshake on each event stream (basic/lifecycle, Initialization), where there is one. */
export function keepsStreamLifecycle(): Checker {
  return checker('keeps-stream-lifecycle', [EARLY, INITIALIZED], (view, judge) => {
    for (const session of eventStreamsOf(view)) judgeStream(view, session, judge);
  });
}
