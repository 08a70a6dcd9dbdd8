import { isResponse, idKey, messagesOfServer, paramsOf } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import { oneLine } from '../../describe.js';
import { checker } from '../../judge.js';
import { operationsOf } from '../operations.js';
import { messagesOfClient } from './messages.js';

const NOT_INITIALIZE = 'cancel.not-initialize';
const OWN = 'cancel.own-inflight-only';

/**
 * Each `notifications/cancelled` names a request that the client has sent and, as far as the client can know, is not
 * answered yet; never `initialize` (basic/utilities/cancellation, Behavior Requirements). A response that was on its way
 * while the client gave up is no breach.
 */
export function cancelsOwnRequests(graceMs = 500): Checker {
  return checker('cancels-own-requests', [NOT_INITIALIZE, OWN], (view, judge) => {
    const messages = messagesOfClient(view);
    const operations = operationsOf(view);
    judge.saw(messages[0]);
    for (const record of messages) {
      if (record.message.method !== 'notifications/cancelled') continue;
      judge.saw(record);
      const { requestId } = paramsOf(record);
      const isId = typeof requestId === 'string' || typeof requestId === 'number';
      const request = messages.find(
        ({ message, index }) => isId && index < record.index && message.kind === 'request' && message.id === requestId,
      );
      const shown = `cancelled ${oneLine(JSON.stringify(requestId ?? null), 40)} on ${record.exchange}`;
      const expected = 'only a request of its own that is under way is cancelled';
      if (request === undefined) {
        judge.breach(OWN, { expected, seen: shown, events: [record] });
        continue;
      }
      if (request.message.method === 'initialize') {
        const seen = `${shown}, which is initialize`;
        judge.breach(NOT_INITIALIZE, { expected: 'initialize is not cancelled', seen, events: [request, record] });
      }
      const answer = messagesOfServer(view).find(
        (one) =>
          isResponse(one) &&
          isId &&
          one.message.id !== null &&
          one.message.id !== undefined &&
          idKey(one.message.id) === idKey(requestId),
      );
      const end = answer && view.exchange(answer.exchange)?.client.end;
      // As long as it owes its user an answer, it may not have understood that this was the one.
      if (
        operations.some(
          ({ told, answer: said }) => told.index < record.index && (said?.index ?? Infinity) > record.index,
        )
      )
        continue;
      if (end === undefined || end.ending !== 'complete' || end.t + graceMs + judge.lagMs > record.t) continue;
      judge.breach(OWN, { expected, seen: `${shown}, which had been answered`, events: [answer, end, record] });
    }
  });
}
