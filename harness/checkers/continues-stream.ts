import type { ExchangeView, HistoryView } from '../history/view.js';
import { headerValue } from '../wire/http-head.js';
import type { RecordedMessage } from './attribution.js';
import type { Checker, Severity } from './checker.js';
import { describeMessage, describeResponse } from './describe.js';
import type { Judge } from './judge.js';
import { checker } from './judge.js';
import type { NumberedCall } from './numbered-call.js';
import { numberedCall, positionIn, resumesOf } from './numbered-call.js';
import { mediaTypeOf } from './reply-form.js';
import { positionsById } from './stream-positions.js';

/** What is asked of the streams that resume one call. */
export interface ContinuationOptions {
  /** False: the response need not be there in the end, because the case breaks off before. Default true. */
  readonly complete?: boolean;
  /** Weight of a resumption that is refused by a status; default that of `guarantee.no-loss`. */
  readonly refusal?: Severity;
  /** Weight of a 409; default `note`, because the server may not have noticed yet that the old connection is gone. */
  readonly conflict?: Severity;
  /** True: several connections resume the stream at once, and what counts is what came on all of them together. */
  readonly together?: boolean;
  /** Rule that is broken where no event id came from which the stream could be resumed; without it: inconclusive. */
  readonly withoutId?: string;
}

const CURSOR = 'http.resume.per-stream-cursor';
const FOREIGN = 'http.resume.no-cross-stream';

/** Rules that {@link continuesStream} may name. */
export const CONTINUATION_RULES = [
  CURSOR,
  FOREIGN,
  'guarantee.no-loss',
  'guarantee.no-duplicate',
  'guarantee.order',
] as const;

function cursorOf(exchange: ExchangeView): string {
  return (exchange.request && headerValue(exchange.request.headers, 'last-event-id')) ?? '';
}

function isStream(exchange: ExchangeView): boolean {
  const { head } = exchange.server;
  return head?.status === 200 && mediaTypeOf(headerValue(head.headers, 'content-type')) === 'text/event-stream';
}

/** Where a message of the call is: its number in words. */
function named(call: NumberedCall, position: number): string {
  return position > call.total ? 'the response' : `notification ${position}`;
}

interface Judged {
  readonly exchange: ExchangeView;
  readonly call: NumberedCall;
  readonly cursor: number;
  readonly together: boolean;
}

/** The first message that is out of place on a resumed stream, told by the one that should have been there. */
function misplaced(
  { call, cursor, together }: Judged,
  own: readonly { readonly position: number; readonly record: RecordedMessage }[],
):
  | { readonly rule: string; readonly seen: string; readonly record: RecordedMessage; readonly expected: number }
  | undefined {
  const seen = new Set<number>();
  let expected = cursor + 1;
  for (const [index, { position, record }] of own.entries()) {
    if (position <= cursor || seen.has(position)) {
      return { rule: 'guarantee.no-duplicate', seen: `${named(call, position)} once more`, record, expected };
    }
    if (position > expected && !together) {
      const comesLater = own.slice(index + 1).some((later) => later.position === expected);
      return {
        rule: comesLater ? 'guarantee.order' : 'guarantee.no-loss',
        seen: named(call, position),
        record,
        expected,
      };
    }
    if (position < expected) return { rule: 'guarantee.order', seen: named(call, position), record, expected };
    seen.add(position);
    expected = position + 1;
  }
  return undefined;
}

function judgeMessages(judged: Judged, judge: Judge): void {
  const { exchange, call, cursor } = judged;
  const own: { position: number; record: RecordedMessage }[] = [];
  for (const record of exchange.server.messages) {
    judge.saw(record);
    const position = positionIn(call, record);
    if (position === 'foreign') {
      judge.breach(FOREIGN, {
        expected: `${exchange.label} carries messages of ${call.label} alone`,
        seen: describeMessage(record.message),
        events: [record],
      });
    } else if (position !== undefined) own.push({ position, record });
  }
  const wrong = misplaced(judged, own);
  if (wrong === undefined) return;
  const after = cursor === 0 ? 'from the beginning' : `behind ${named(call, cursor)}`;
  judge.breach(wrong.rule, {
    expected: `${exchange.label} goes on ${after}, next with ${named(call, wrong.expected)}`,
    seen: wrong.seen,
    events: [exchange.request, wrong.record],
  });
}

function judgeRefusal({ exchange, call, cursor, together }: Judged, options: ContinuationOptions, judge: Judge): void {
  // Behind the response there is nothing to go on with, so that a refusal is as good as an empty stream.
  const isAllSeen = cursor > call.total;
  const { head, end } = exchange.server;
  judge.saw(head);
  // Of two that resume at once, one may have been dropped for the other before it was answered.
  if (isAllSeen || (together && head === undefined)) return;
  const expected = `${exchange.label} goes on with the stream of ${call.label}`;
  const events = [exchange.request, head, end];
  const severity = head?.status === 409 ? (options.conflict ?? 'note') : options.refusal;
  judge.breach('guarantee.no-loss', {
    expected,
    seen: describeResponse(exchange.server),
    events,
    ...(severity && { severity }),
  });
}

/** Whether the link kept the request of this exchange from the server. */
function wasKeptBack(exchange: ExchangeView): boolean {
  return exchange.request?.side !== 'server';
}

/** Whether a fault of ours ended it, so that what is missing is not the server's doing. */
function wasCut(exchange: ExchangeView): boolean {
  return exchange.server.end?.ending === 'link';
}

function judgeCompleteness(
  call: NumberedCall,
  resumes: readonly ExchangeView[],
  positions: ReadonlyMap<string, number>,
  together: boolean,
  judge: Judge,
): void {
  const last = resumes.filter((exchange) => !wasKeptBack(exchange)).at(-1);
  if (last === undefined || wasCut(last) || (!isStream(last) && last.server.head?.status !== 409)) return;
  const cursors = resumes.map((exchange) => positions.get(cursorOf(exchange)) ?? 0);
  const from = Math.min(...cursors);
  const response = call.total + 1;
  if (Math.max(...cursors) === response) return;
  const came = new Set(
    resumes.flatMap((exchange) => exchange.server.messages.map((record) => positionIn(call, record))),
  );
  const wanted = together ? Array.from({ length: response - from }, (_, index) => from + 1 + index) : [response];
  const missing = wanted.find((position) => !came.has(position));
  if (missing === undefined) return;
  judge.breach('guarantee.no-loss', {
    expected: `${named(call, missing)} to ${call.label} comes on a stream that resumes it`,
    seen: `${last.label}: ${describeResponse(last.server)}`,
    events: [last.request, last.server.head, last.server.end],
  });
}

function judgeMissingId(view: HistoryView, label: string, rule: string | undefined, judge: Judge): void {
  const expected = `an event id comes on ${label} before its response, from which it can be resumed`;
  const exchange = view.exchange(label);
  if (rule === undefined || exchange?.server.head === undefined) {
    judge.inconclusive(CURSOR, expected, 'none came');
    return;
  }
  judge.breach(rule, { expected, seen: describeResponse(exchange.server), events: [exchange.server.head] });
}

function knownPositions(view: HistoryView, call: NumberedCall): ReadonlyMap<string, number> {
  const own = view.exchange(call.label);
  const exchanges = [...(own === undefined ? [] : [own]), ...resumesOf(view, call.label)];
  return positionsById(call, exchanges, (exchange, known) => known.get(cursorOf(exchange)) ?? 0);
}

/**
 * Whatever resumed the stream of `label` (exchanges called `<label>/resume...`) went on right behind the event that the
 * client named: nothing lost, nothing doubled, in order, nothing of another stream, and with the response in the end
 * (transports, Resumability and Redelivery; that an id promises a loss-free continuation is `guarantee.no-loss`).
 */
export function continuesStream(label: string, options: ContinuationOptions = {}): Checker {
  const { complete = true, together = false, withoutId } = options;
  const rules = withoutId === undefined ? CONTINUATION_RULES : [...CONTINUATION_RULES, withoutId];
  return checker(`continues-stream(${label})`, rules, (view, judge) => {
    const call = numberedCall(view, label);
    const resumes = resumesOf(view, label);
    if (call === undefined || resumes.length === 0) {
      judgeMissingId(view, label, withoutId, judge);
      return;
    }
    const positions = knownPositions(view, call);
    for (const exchange of resumes) {
      const cursor = positions.get(cursorOf(exchange));
      if (cursor === undefined || wasKeptBack(exchange)) continue;
      const judged: Judged = { exchange, call, cursor, together };
      // Where nothing is left to come, silence is an answer too.
      if (cursor > call.total) judge.saw(view.exchange(label)?.server.head);
      if (isStream(exchange)) {
        judge.saw(exchange.server.head);
        judgeMessages(judged, judge);
      } else if (exchange.server.head !== undefined || !wasCut(exchange)) judgeRefusal(judged, options, judge);
    }
    if (complete) judgeCompleteness(call, resumes, positions, together, judge);
  });
}
