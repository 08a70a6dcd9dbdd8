import type { HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';

const RULE = 'guarantee.no-duplicate';

/** What the client has told its user of the progress `value`. */
function toldOf({ clients }: HistoryView, value: number): HistoryView['clients'] {
  return clients.filter(({ what, value: told }) => {
    if (what !== 'event' || !isObject(told) || told['method'] !== 'notifications/progress') return false;
    return isObject(told['params']) && told['params']['progress'] === value;
  });
}

/**
 * The user is told of each progress once, although the server has sent that of `value` again with the same event id. No
 * text asks a client to look out for that, so that it is a warning.
 */
export function tellsProgressOnce(value: number): Checker {
  return checker(`tells-progress-once(${value})`, [RULE], (view, judge) => {
    const told = toldOf(view, value);
    const expected = `the user is told of the progress ${value} once`;
    if (told.length === 0) {
      judge.inconclusive(RULE, expected, 'the client told nothing of it');
      return;
    }
    judge.saw(told[0]);
    if (told.length > 1) judge.breach(RULE, { expected, seen: `${told.length} times`, events: told, severity: 'warn' });
  });
}
