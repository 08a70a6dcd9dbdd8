import type { HistoryView } from '../../history/view.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { lastClaim } from './claims.js';
import { describeEnd, operation } from './operations.js';
import type { OperationView } from './operations.js';

const RECOVERS = 'guarantee.recovers';

function toldOf(view: HistoryView, labels: readonly string[]): OperationView[] {
  return labels.map((label) => operation(view, label)).filter((one) => one !== undefined);
}

/**
 * Once the fault is over a call works: the first of `calls`, or the next one, for a client may learn from a call that
 * fails that it has to connect anew. No text obliges a client to come back by itself, so one that says that it is not
 * connected (under the label `state`, asked after the last call), or that tells nothing, is warned of; one that says that
 * it is connected fails. That each call ends, and says why where it fails, is for another checker.
 */
export function recovers(calls: readonly string[], state: string): Checker {
  return checker(`recovers(${calls[0] ?? ''})`, [RECOVERS], (view, judge) => {
    const expected = 'a call works once the fault is over';
    const told = toldOf(view, calls);
    const last = told.at(-1);
    if (last === undefined) {
      judge.inconclusive(RECOVERS, expected, 'the client was told to make none');
      return;
    }
    judge.saw(...told.map(({ answer }) => answer));
    const worked = told.find(({ end }) => end.kind === 'ok');
    if (worked !== undefined) {
      const [first] = told;
      const isLate = first !== undefined && worked !== first;
      if (isLate) judge.note(RECOVERS, expected, `${first.label} ${describeEnd(first.end)}, the next one worked`);
      return;
    }
    const claim = lastClaim(view, state);
    const says =
      claim?.connected === true
        ? ', and the client says that it is connected'
        : claim?.connected === false
          ? ', and the client says that it is not connected'
          : '';
    judge.breach(RECOVERS, {
      expected,
      seen: `${told.length === 1 ? 'the call' : 'the last call of those'} ${describeEnd(last.end)}${says}`,
      events: [...told.flatMap((one) => [one.told, one.answer]), claim?.answer],
      ...(claim?.connected !== true && { severity: 'warn' as const }),
    });
  });
}
