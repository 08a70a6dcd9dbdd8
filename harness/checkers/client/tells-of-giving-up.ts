import { paramsOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { messagesOfClient } from './invariants/messages.js';

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
