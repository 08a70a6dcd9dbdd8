import type { HistoryView } from '../history/view.js';
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

function answerIndex(view: HistoryView, label: string): number | undefined {
  return responsesTo(view, label)[0]?.index;
}

/** The ping `label` was answered while the call `running` was still at work. */
export function answersPingDuring(label: string, running: string): Checker {
  return checker(`answers-ping-during(${running})`, [RULE], (view, judge) => {
    const expected = `${label} is answered while ${running} is still at work`;
    const pinged = answerIndex(view, label);
    const finished = answerIndex(view, running);
    const sent = view.exchange(label)?.request;
    if (sent === undefined || (finished !== undefined && sent.index > finished)) {
      judge.inconclusive(RULE, expected, `${running} was over before the ping was sent`);
      return;
    }
    const [answer] = responsesTo(view, label);
    const [end] = responsesTo(view, running);
    judge.saw(answer, end);
    if (pinged !== undefined && (finished === undefined || pinged < finished)) return;
    const seen = pinged === undefined ? 'it was not answered' : 'it was answered after the call';
    judge.breach(RULE, { expected, seen, events: [sent, answer, end] });
  });
}
