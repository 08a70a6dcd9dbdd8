import { isObject } from '../wire/jsonrpc.js';
import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { describeResponse, oneLine } from './describe.js';
import { checker } from './judge.js';

const RULE = 'ping.respond';

function extraMembers(value: unknown): string[] {
  const result = isObject(value) ? value['result'] : undefined;
  return isObject(result) ? Object.keys(result).filter((name) => name !== '_meta') : [];
}

/** The ping `label` is answered with an empty result (basic/utilities/ping). */
export function answersPing(label: string): Checker {
  return checker(`answers-ping(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const expected = `${label} is answered with an empty result`;
    if (exchange?.request === undefined) {
      judge.inconclusive(RULE, expected, 'the ping was never sent');
      return;
    }
    const [answer] = responsesTo(view, label);
    const { head, end } = exchange.server;
    if (answer?.message.kind !== 'result') {
      judge.breach(RULE, {
        expected,
        seen: describeResponse(exchange.server),
        events: [exchange.request, answer ?? head, end],
      });
      return;
    }
    judge.saw(answer);
    const extra = extraMembers(answer.message.value);
    if (extra.length === 0) return;
    // Members that a client does not know do it no harm.
    const seen = `a result with ${oneLine(extra.join(', '))}`;
    judge.breach(RULE, { expected, seen, events: [answer], severity: 'warn' });
  });
}

/**
 * When the ping `label` was answered, or given up, the call `running` was still at work; without that nothing is shown
 * about pings beside a call. That the ping is answered is left to {@link answersPing}.
 */
export function wasStillRunning(running: string, label: string): Checker {
  return checker(`was-still-running(${running})`, [RULE], (view, judge) => {
    const [answer] = responsesTo(view, label);
    const [finished] = responsesTo(view, running);
    judge.saw(view.exchange(running)?.server.head, answer);
    if (finished === undefined || (answer !== undefined && answer.index < finished.index)) return;
    judge.inconclusive(RULE, `${label} comes while ${running} is at work`, `${running} was over before`);
  });
}
