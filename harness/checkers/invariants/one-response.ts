import type { ExchangeView, HistoryView } from '../../history/view.js';
import type { JsonRpcId } from '../../wire/jsonrpc.js';
import type { RecordedMessage } from '../attribution.js';
import { exchangesBySession, idKey, isResponse, isResumption, requestsOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage } from '../describe.js';
import { checker } from '../judge.js';

const RULE = 'jsonrpc.response.required';

function countById(ids: readonly JsonRpcId[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(idKey(id), (counts.get(idKey(id)) ?? 0) + 1);
  return counts;
}

function responsesById(records: readonly RecordedMessage[]): Map<string, RecordedMessage[]> {
  const byId = new Map<string, RecordedMessage[]>();
  for (const record of records) {
    const { id } = record.message;
    if (!isResponse(record) || id === null || id === undefined) continue;
    byId.set(idKey(id), [...(byId.get(idKey(id)) ?? []), record]);
  }
  return byId;
}

function requestCounts(exchanges: readonly ExchangeView[]): Map<string, number> {
  return countById(exchanges.flatMap((exchange) => requestsOf(exchange).map((request) => request.message.id)));
}

/**
 * What belongs together: the exchanges of one session; each exchange for itself where no session is known. A resumption
 * stands for itself too, with the requests of its session, because a replay repeats what was sent before.
 */
function groupsOf(
  view: HistoryView,
): { readonly responses: readonly ExchangeView[]; readonly requests: readonly ExchangeView[] }[] {
  const sessions = [...exchangesBySession(view).values()];
  const grouped = new Set(sessions.flat());
  const alone = [...view.exchanges.values()].filter((exchange) => !grouped.has(exchange));
  return [
    ...sessions.flatMap((session) => [
      { responses: session.filter((exchange) => !isResumption(exchange)), requests: session },
      ...session.filter(isResumption).map((exchange) => ({ responses: [exchange], requests: session })),
    ]),
    ...alone.map((exchange) => ({ responses: [exchange], requests: [exchange] })),
  ];
}

/**
 * No request is answered more often than it was sent, counted over all streams of its session (JSON-RPC 2.0: the server
 * replies with a response). That it is answered at all is left to the case that sent it.
 */
export function answersOnce(): Checker {
  return checker('answers-once', [RULE], (view, judge) => {
    for (const { responses, requests } of groupsOf(view)) {
      const sent = requestCounts(requests);
      const records = responses.flatMap((exchange) => exchange.server.messages).filter(isResponse);
      judge.saw(...records);
      for (const [key, answers] of responsesById(records)) {
        const count = sent.get(key) ?? 0;
        const [first, second] = answers;
        if (count === 0 || answers.length <= count || first === undefined) continue;
        const where = [...new Set(answers.map((record) => record.exchange))].join(', ');
        judge.breach(RULE, {
          expected: 'one response to each request',
          seen: `${answers.length} responses to ${count} request(s): ${describeMessage(first.message)} on ${where}`,
          events: [first, second],
        });
      }
    }
  });
}
