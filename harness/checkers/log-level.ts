import { paramsOf, sessionOf } from './attribution.js';
import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'logging.set-level';

/** The levels of log messages, least severe first (server/utilities/logging, Log Levels). */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/**
 * After `logging/setLevel` was answered in the exchange `label`, no log message of its session is less severe than
 * `level`. The text calls the choice a permission of the client, so a breach is a warning.
 */
export function keepsLogLevel(label: string, level: string): Checker {
  const expected = `no log message below "${level}"`;
  return checker(`keeps-log-level(${label})`, [RULE], (view, judge) => {
    const [answer] = responsesTo(view, label);
    if (answer === undefined || answer.message.kind !== 'result') {
      judge.inconclusive(RULE, expected, `${label} was not answered with a result`);
      return;
    }
    judge.saw(answer);
    const exchange = view.exchange(label);
    const session = exchange && sessionOf(exchange);
    const lower = [...view.exchanges.values()]
      .filter((other) => sessionOf(other) === session)
      .flatMap((other) => other.server.messages)
      .find((record) => {
        if (record.message.method !== 'notifications/message' || record.index < answer.index) return false;
        const rank = LEVELS.indexOf(String(paramsOf(record)['level']));
        return rank >= 0 && rank < LEVELS.indexOf(level);
      });
    if (lower === undefined) return;
    const seen = `one at "${String(paramsOf(lower)['level'])}" on ${lower.exchange}`;
    judge.breach(RULE, { expected, seen, events: [answer, lower], severity: 'warn' });
  });
}
