import { isObject } from '../../wire/jsonrpc.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';

const ONCE = 'guarantee.no-duplicate';

/** The user is told of the only notification of this method once, or by a client that hands on none of its kind not at all. */
export function tellsOnce(method: string): Checker {
  return checker(`tells-once(${method})`, [ONCE], (view, judge) => {
    const expected = `the user is told of ${method} once`;
    const told = view.clients.filter(
      ({ what, value }) => what === 'event' && isObject(value) && value['method'] === method,
    );
    judge.saw(...told);
    if (told.length === 0) judge.note(ONCE, expected, 'the client told nothing of it');
    if (told.length > 1) judge.breach(ONCE, { expected, seen: `${told.length} times`, events: told });
  });
}
