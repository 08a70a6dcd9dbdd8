import type { HistoryView } from '../../history/view.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { requestsInOrder } from './handshakes.js';
import { describeEnd, operation } from './operations.js';
import type { OperationView } from './operations.js';

const SETTLES = 'guarantee.settles';

/** How the run of a client without an adapter has to end. */
export interface RunEnd {
  /** `ok`: with status 0; `any`: with whatever status. */
  readonly with: 'ok' | 'any';
  /** The rule that another ending breaks; default `guarantee.settles`. */
  readonly rule?: string;
  /** A JSON-RPC method that the scenario is about: a run in which it was not sent shows nothing. */
  readonly does?: string;
}

/** Whether the run was still under way when the time for it was over; then it is the harness that has ended it. */
function isUnended(view: HistoryView, { label, answer }: OperationView): boolean {
  const missed = view.probes.find(({ what, name }) => what === 'deadline' && name === label);
  return answer === undefined || (missed !== undefined && missed.index < answer.index);
}

/**
 * The process of a client without an adapter ends by itself. Where nothing keeps it from its result (`ok`), one that does
 * not has failed; where it may wait for a limit of its own (`any`), which nobody can see from outside, it is warned of.
 */
export function endsRun(label: string, { with: wanted, rule = SETTLES, does }: RunEnd): Checker {
  const expected =
    wanted === 'ok' ? 'the client gets its result and ends with status 0' : 'the client ends, whatever it came to';
  return checker(`ends-run(${label})`, [...new Set([SETTLES, rule])], (view, judge) => {
    const one = operation(view, label);
    const requests = requestsInOrder(view);
    if (one === undefined || requests.length === 0) {
      judge.inconclusive(SETTLES, expected, one === undefined ? 'it was never run' : 'it sent nothing');
      return;
    }
    judge.saw(...requests.map(({ request }) => request));
    const has = requests.some(({ sent }) => sent.some(({ message }) => does === undefined || message.method === does));
    if (isUnended(view, one)) {
      const seen = 'its process was still there when the time was over';
      const events = [one.told, requests.at(-1)?.request];
      judge.breach(rule, { expected, seen, events, ...(wanted === 'any' && { severity: 'warn' as const }) });
    } else if (wanted === 'ok' && one.end.kind !== 'ok') {
      judge.breach(rule, { expected, seen: `it ${describeEnd(one.end)}`, events: [one.told, one.answer] });
    } else if (!has) {
      judge.inconclusive(SETTLES, expected, `it never sent ${does ?? 'a message'}`);
    }
  });
}
