import type { ExchangeView } from '../../history/view.js';
import { isResponse } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage, describeResponse } from '../describe.js';
import type { Judge } from '../judge.js';
import { checker } from '../judge.js';

const SILENT = 'jsonrpc.notification.no-response';
const ACCEPTED = 'http.post.notification-202';
const ACCEPTED_RESPONSE = 'http.post.response-202';

/** Whether all that was sent are messages to which no response belongs, and well made. */
function sentOnly(exchange: ExchangeView, kinds: readonly string[]): boolean {
  return (
    exchange.sent.length > 0 &&
    exchange.sent.every(({ message }) => kinds.includes(message.kind) && message.problems.length === 0)
  );
}

function judgeSilence(exchange: ExchangeView, judge: Judge): void {
  const { head, messages } = exchange.server;
  const isRefusal = (head?.status ?? 200) >= 400;
  const answer = messages.find((record) => {
    const { id } = record.message;
    return isResponse(record) && !(isRefusal && (id === undefined || id === null));
  });
  if (answer === undefined) return;
  const seen = `${describeMessage(answer.message)} on ${exchange.label}`;
  judge.breach(SILENT, { expected: 'a notification is not answered', seen, events: [exchange.request, answer] });
}

/**
 * No notification draws a JSON-RPC response, and one that is accepted, as well as an accepted response of the client, is
 * acknowledged with 202 (transports, Sending Messages to the Server). What is malformed may be refused.
 */
export function leavesNotificationsUnanswered(): Checker {
  return checker('leaves-notifications-unanswered', [SILENT, ACCEPTED, ACCEPTED_RESPONSE], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      const { head } = exchange.server;
      if (exchange.request?.method !== 'POST' || head === undefined) continue;
      const isNotification = sentOnly(exchange, ['notification']);
      if (!isNotification && !sentOnly(exchange, ['notification', 'result', 'error'])) continue;
      judge.saw(head);
      if (isNotification) judgeSilence(exchange, judge);
      if (head.status >= 300 || head.status === 202) continue;
      const what = isNotification ? 'an accepted notification' : 'an accepted response of the client';
      const seen = describeResponse(exchange.server);
      const events = [exchange.request, head];
      judge.breach(isNotification ? ACCEPTED : ACCEPTED_RESPONSE, {
        expected: `${what} is acknowledged with 202`,
        seen,
        events,
      });
    }
  });
}
