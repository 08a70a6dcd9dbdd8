import type { HistoryView } from '../history/view.js';
import type { RecordedMessage } from './attribution.js';
import { messagesOfServer } from './attribution.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const ONCE = 'http.multi.one-stream-per-message';
const TOLD = 'subs.list-changed';

function announcements(view: HistoryView, method: string): RecordedMessage[] {
  return messagesOfServer(view).filter((record) => record.message.method === method);
}

/** How many calls of `faultline_announce` for a tool list were answered with a result. */
function announced(view: HistoryView, prefix: string): number {
  return [...view.exchanges.values()].filter(
    (exchange) =>
      exchange.label.startsWith(prefix) && exchange.server.messages.some((record) => record.message.kind === 'result'),
  ).length;
}

/**
 * What the calls `<prefix>...` announced came exactly once each over all streams together, and on streams that a GET
 * opened (transports, Multiple Connections and Listening for Messages from the Server).
 */
export function announcesOnce(prefix: string, method: string): Checker {
  const rules = [ONCE, TOLD];
  return checker(`announces-once(${prefix})`, rules, (view, judge) => {
    const due = announced(view, prefix);
    const came = announcements(view, method);
    const expected = `${method} comes ${due} times, once for each change`;
    if (due === 0) {
      judge.inconclusive(TOLD, expected, 'no change was announced');
      return;
    }
    judge.saw(...came);
    const seen = `it came ${came.length} times`;
    if (came.length > due) judge.breach(ONCE, { expected, seen, events: came });
    if (came.length < due) {
      const answers = [...view.exchanges.values()].filter(({ label }) => label.startsWith(prefix));
      judge.breach(TOLD, { expected, seen, events: [...came, ...answers.map(({ server }) => server.head)] });
    }
  });
}

/** At least one announcement came on a stream called `<prefix>...`. */
export function announcedOn(prefix: string, method: string, rule: string): Checker {
  const expected = `${method} comes on the stream that is open now`;
  return checker(`announced-on(${prefix})`, [rule], (view, judge) => {
    const streams = [...view.exchanges.values()].filter(({ label }) => label.startsWith(prefix));
    judge.saw(...streams.map(({ server }) => server.head));
    const came = announcements(view, method);
    if (came.some((record) => record.exchange.startsWith(prefix))) return;
    judge.breach(rule, { expected, seen: `${came.length} announcements, none of them there`, events: came });
  });
}
