import type { ExchangeView, HistoryView } from '../../history/view.js';
import type { RecordedMessage } from '../attribution.js';
import { isResponse, isResumption, messagesOfServer, paramsOf, progressTokenOf, sessionOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import type { Judge } from '../judge.js';
import { checker } from '../judge.js';

const ACTIVE = 'progress.active-token-only';
const STOPS = 'progress.stops';
const INCREASING = 'progress.increasing';
const TYPE = 'progress.token-type';
const MESSAGE = 'progress.message';

/** A request that asked for progress. */
interface Asking {
  readonly token: unknown;
  readonly exchange: ExchangeView;
  readonly record: RecordedMessage;
}

function isToken(value: unknown): value is string | number {
  return typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value));
}

function askingsOf(view: HistoryView): Asking[] {
  return [...view.exchanges.values()].flatMap((exchange) =>
    exchange.sent.flatMap((record) => {
      const token = progressTokenOf(record);
      return token === undefined ? [] : [{ token, exchange, record }];
    }),
  );
}

function shown(record: RecordedMessage): string {
  const { progressToken, progress } = paramsOf(record);
  const token = progressToken === undefined ? 'no token' : `token ${oneLine(JSON.stringify(progressToken), 60)}`;
  return `progress ${oneLine(String(progress), 40)} of ${token} on ${record.exchange}`;
}

/** The requests of the same session, as far as it is known, that a notification may be about. */
function candidates(askings: readonly Asking[], exchange: ExchangeView): Asking[] {
  const session = sessionOf(exchange);
  return askings.filter((asking) => {
    const other = sessionOf(asking.exchange);
    return session === undefined || other === undefined || other === session;
  });
}

function judgeToken(record: RecordedMessage, asked: readonly Asking[], judge: Judge): void {
  const { progressToken } = paramsOf(record);
  const seen = shown(record);
  if (!isToken(progressToken)) {
    judge.breach(TYPE, { expected: 'a progress token is a string or an integer', seen, events: [record] });
    return;
  }
  if (asked.some(({ token }) => token === progressToken)) return;
  const alike = asked.find(({ token }) => isToken(token) && String(token) === String(progressToken));
  if (alike !== undefined) {
    const expected = `the token comes back with its type: ${JSON.stringify(alike.token)}`;
    judge.breach(TYPE, { expected, seen, events: [alike.record, record] });
    return;
  }
  judge.breach(ACTIVE, {
    expected: 'progress names a token that a request of the session gave',
    seen,
    events: [record],
  });
}

/** Whether a request that gave this token was answered before `record` on the same exchange. */
function isLate(exchange: ExchangeView, record: RecordedMessage, asked: readonly Asking[]): boolean {
  const { progressToken } = paramsOf(record);
  const [asking, second] = asked.filter(({ token }) => token === progressToken);
  // With two requests under one token nobody can tell which of them is meant.
  if (asking === undefined || second !== undefined) return false;
  const { id } = asking.record.message;
  return exchange.server.messages.some(
    (answer) => isResponse(answer) && answer.message.id === id && answer.index < record.index,
  );
}

function judgeValues(records: readonly RecordedMessage[], asked: readonly Asking[], judge: Judge): void {
  const lastByToken = new Map<unknown, RecordedMessage>();
  for (const record of records) {
    const { progressToken, progress } = paramsOf(record);
    if (asked.filter(({ token }) => token === progressToken).length > 1) continue;
    const last = lastByToken.get(progressToken);
    const before = last === undefined ? Number.NEGATIVE_INFINITY : Number(paramsOf(last)['progress']);
    if (typeof progress !== 'number' || progress <= before) {
      const expected = 'progress is a number that grows with every notification';
      const seen = last === undefined ? shown(record) : `${shown(record)} after ${before}`;
      judge.breach(INCREASING, { expected, seen, events: [last, record] });
      if (typeof progress !== 'number') continue;
    }
    lastByToken.set(progressToken, record);
  }
}

function judgeText(record: RecordedMessage, judge: Judge): void {
  const { message } = paramsOf(record);
  if (message === undefined || (typeof message === 'string' && message.trim() !== '')) return;
  judge.breach(MESSAGE, {
    expected: 'the message of a progress notification is readable text',
    seen: shown(record),
    events: [record],
  });
}

/**
 * Progress names the token of a request, keeps its type, grows, and stops with the response (basic/utilities/progress).
 * Order is judged within one connection, where the network cannot change it.
 */
export function reportsProgressRightly(): Checker {
  return checker('reports-progress-rightly', [ACTIVE, STOPS, INCREASING, TYPE, MESSAGE], (view, judge) => {
    judge.saw(...messagesOfServer(view).slice(0, 1));
    const askings = askingsOf(view);
    for (const exchange of view.exchanges.values()) {
      const records = exchange.server.messages.filter(({ message }) => message.method === 'notifications/progress');
      if (records.length === 0) continue;
      const asked = candidates(askings, exchange);
      judge.saw(...records);
      for (const record of records) {
        judgeToken(record, asked, judge);
        judgeText(record, judge);
        if (!isLate(exchange, record, asked)) continue;
        const expected = 'no progress after the response';
        judge.breach(STOPS, { expected, seen: `${shown(record)} after it`, events: [record] });
      }
      // A resumption may repeat what is on record for the first connection, so each is looked at by itself.
      if (!isResumption(exchange) || records.length > 1) judgeValues(records, asked, judge);
    }
  });
}
