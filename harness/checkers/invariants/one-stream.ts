import type { HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { RecordedMessage } from '../attribution.js';
import { exchangesBySession, isFaulted, isResponse, isResumption, paramsOf, progressTokenOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage } from '../describe.js';
import { checker } from '../judge.js';

const RULE = 'http.multi.one-stream-per-message';

/** How often the client asked for what a message is about; two equal messages may then be two. */
function timesAsked(view: HistoryView, matches: (record: RecordedMessage) => boolean): number {
  return [...view.exchanges.values()].flatMap((exchange) => exchange.sent.filter(matches)).length;
}

/**
 * A text that two different messages of a session cannot share: the id of a response or request of the server, or the
 * number of a notification that a call sends. Other notifications may be equal and still be two.
 */
function identityOf(view: HistoryView, record: RecordedMessage): string | undefined {
  const { message } = record;
  const params = paramsOf(record);
  if (isResponse(record) || message.kind === 'request') {
    if (message.id === null || message.id === undefined) return undefined;
    const asked = timesAsked(view, (sent) => sent.message.kind === 'request' && sent.message.id === message.id);
    if (isResponse(record) && asked !== 1) return undefined;
    return JSON.stringify([message.kind, message.id, message.value]);
  }
  if (message.method === 'notifications/progress') {
    const { progressToken, progress } = params;
    const asked = timesAsked(view, (sent) => progressTokenOf(sent) === progressToken);
    return asked === 1 ? JSON.stringify(['progress', progressToken, progress]) : undefined;
  }
  const data = params['data'];
  if (message.method !== 'notifications/message' || params['logger'] !== 'faultline' || !isObject(data))
    return undefined;
  const asked = timesAsked(view, (sent) => {
    const given = paramsOf(sent)['arguments'];
    return isObject(given) && given['key'] === data['key'];
  });
  return asked === 1 ? JSON.stringify(['log', data['key'], data['seq']]) : undefined;
}

/** Whether the stream of the first copy was lost before the second, so that the server may have sent it again. */
function mayBeRedelivery(view: HistoryView, first: RecordedMessage, second: RecordedMessage): boolean {
  const end = view.exchange(first.exchange)?.server.end;
  const isOver = end !== undefined && end.index < second.index && end.ending !== 'complete';
  return isOver || isFaulted(view, first.exchange) || isFaulted(view, second.exchange);
}

/**
 * A message goes out on one stream of its session only (transports, Multiple Connections). Repetitions on a stream that
 * resumes another one are left to the cases about resumption.
 */
export function sendsOnOneStream(): Checker {
  return checker('sends-on-one-stream', [RULE], (view, judge) => {
    for (const exchanges of exchangesBySession(view).values()) {
      const firsts = new Map<string, RecordedMessage>();
      const records = exchanges
        .filter((exchange) => !isResumption(exchange))
        .flatMap((exchange) => exchange.server.messages);
      const isSingle = new Set(records.map((record) => record.exchange)).size < 2;
      judge.saw(...records);
      if (isSingle) continue;
      for (const record of [...records].sort((a, b) => a.index - b.index)) {
        const identity = identityOf(view, record);
        const first = identity === undefined ? undefined : firsts.get(identity);
        if (identity !== undefined && first === undefined) firsts.set(identity, record);
        if (first === undefined || first.exchange === record.exchange || mayBeRedelivery(view, first, record)) continue;
        const expected = 'a message goes out on one stream only';
        const seen = `${describeMessage(record.message)} on ${first.exchange} and on ${record.exchange}`;
        judge.breach(RULE, { expected, seen, events: [first, record] });
      }
    }
  });
}
