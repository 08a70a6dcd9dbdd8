import { paramsOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { messagesOfClient } from './invariants/messages.js';
import { operation } from './operations.js';

const RULE = 'http.stream.cancel-explicit';

/**
 * The only call of `tool` that the client gave up was followed by a `notifications/cancelled` with its id. `because` is a
 * further rule that asks for it.
 */
export function tellsOfGivingUp(tool: string, because: string = RULE): Checker {
  return checker(`tells-of-giving-up(${tool})`, [...new Set([RULE, because])], (view, judge) => {
    const messages = messagesOfClient(view);
    const call = messages.find((one) => one.message.method === 'tools/call' && paramsOf(one)['name'] === tool);
    const expected = 'notifications/cancelled with the id of the call is sent when it is given up';
    if (call === undefined) {
      judge.inconclusive(because, expected, 'the client did not call');
      return;
    }
    judge.saw(call);
    const told = messages.some(
      (one) => one.message.method === 'notifications/cancelled' && paramsOf(one)['requestId'] === call.message.id,
    );
    if (!told) judge.breach(because, { expected, seen: 'it was not sent', events: [call] });
  });
}

const OWN = 'cancel.own-inflight-only';

/** Once the only call of `tool`, told as `label`, has ended for its user, the server is not told that it was given up. */
export function tellsNothingOfEnded(tool: string, label: string): Checker {
  return checker(`tells-nothing-of-ended(${label})`, [OWN], (view, judge) => {
    const messages = messagesOfClient(view);
    const call = messages.find((one) => one.message.method === 'tools/call' && paramsOf(one)['name'] === tool);
    const answer = operation(view, label)?.answer;
    const expected = 'a call that has ended is not cancelled';
    if (call === undefined || answer === undefined) {
      judge.inconclusive(OWN, expected, 'the call did not end');
      return;
    }
    judge.saw(call, answer);
    const told = messages.find(
      (one) =>
        one.index > answer.index &&
        one.message.method === 'notifications/cancelled' &&
        paramsOf(one)['requestId'] === call.message.id,
    );
    if (told === undefined) return;
    judge.breach(OWN, { expected, seen: `${told.exchange} cancelled it`, events: [answer, told] });
  });
}
