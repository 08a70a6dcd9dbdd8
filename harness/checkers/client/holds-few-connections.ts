import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { openConnections } from './open-connections.js';

const RETURNS = 'guarantee.resources-return';

/** At the mark `mark`, when all calls are over, no more than `most` connections of the client are open. */
export function holdsFewConnections(mark: string, most: number): Checker {
  return checker(`holds-few-connections(${most})`, [RETURNS], (view, judge) => {
    const expected = `at most ${most} connections are open when all calls are over`;
    const over = view.probes.find(({ what, name }) => what === 'mark' && name === mark);
    if (over === undefined) {
      judge.inconclusive(RETURNS, expected, 'the calls were not over');
      return;
    }
    judge.saw(view.events.find(({ kind }) => kind === 'connection'));
    const left = [...openConnections(view, over.index).values()];
    if (left.length > most) judge.breach(RETURNS, { expected, seen: `${left.length} are`, events: [...left, over] });
  });
}
