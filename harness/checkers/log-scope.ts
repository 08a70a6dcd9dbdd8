import type { HistoryView } from '../history/view.js';
import type { RecordedMessage } from './attribution.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'logging.set-level';

function logsOn(view: HistoryView, label: string): RecordedMessage[] {
  const messages = view.exchange(label)?.server.messages ?? [];
  return messages.filter(({ message }) => message.method === 'notifications/message');
}

/**
 * The call `after` brings log messages as the same call `before` did, although another session chose a higher level
 * between them. No text says outright that the level is one of each session, so a difference is a warning. Where
 * `before` brought none, nothing can be told.
 */
export function logsAsBefore(before: string, after: string): Checker {
  const expected = `${after} brings log messages as ${before} did`;
  return checker(`logs-as-before(${before}, ${after})`, [RULE], (view, judge) => {
    const [earlier, later] = [before, after].map((label) => view.exchange(label)?.server.head);
    if (earlier === undefined || later === undefined) {
      judge.inconclusive(RULE, expected, 'one of the calls was not answered');
      return;
    }
    judge.saw(earlier, later);
    const had = logsOn(view, before);
    if (had.length === 0) {
      judge.note(RULE, `log messages for ${before}`, 'none', earlier);
      return;
    }
    if (logsOn(view, after).length >= had.length) return;
    const seen = `${logsOn(view, after).length} instead of ${had.length}`;
    judge.breach(RULE, { expected, seen, events: [...had.slice(0, 1), later], severity: 'warn' });
  });
}
