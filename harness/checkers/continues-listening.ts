import type { ExchangeView } from '../history/view.js';
import { headerValue } from '../wire/http-head.js';
import type { RecordedMessage } from './attribution.js';
import type { Checker } from './checker.js';
import { describeMessage, describeResponse } from './describe.js';
import type { Judge } from './judge.js';
import { checker } from './judge.js';
import { resumesOf } from './numbered-call.js';

const CURSOR = 'http.resume.per-stream-cursor';
const LOSS = 'guarantee.no-loss';
const DUPLICATE = 'guarantee.no-duplicate';
const ORDER = 'guarantee.order';

/** What is known of a GET stream that was resumed. */
export interface ListeningExpectation {
  /**
   * Methods of notifications that were caused while no stream was there, in their order. Keeping them is left to the
   * server (see the ambiguity `server-message-without-stream`).
   */
  readonly meanwhile?: readonly string[];
}

function textOf(record: RecordedMessage): string {
  return JSON.stringify(record.message.value);
}

/** The messages of `exchange` that were sent behind the event that `resumed` names. */
function behindCursor(exchange: ExchangeView, resumed: ExchangeView): readonly RecordedMessage[] | undefined {
  const cursor = resumed.request && headerValue(resumed.request.headers, 'last-event-id');
  const block = exchange.server.events.find((record) => record.event.id === cursor);
  if (cursor === undefined || block === undefined) return undefined;
  const next = exchange.server.events.find((record) => record.index > block.index);
  return exchange.server.messages.filter((record) => next !== undefined && record.index > next.index);
}

function judgeReplay(owed: readonly RecordedMessage[], resumed: ExchangeView, judge: Judge): void {
  const came = resumed.server.messages;
  for (const [index, record] of owed.entries()) {
    const match = came[index];
    if (match !== undefined && textOf(match) === textOf(record)) continue;
    const isLater = came.some((other) => textOf(other) === textOf(record));
    judge.breach(isLater ? ORDER : LOSS, {
      expected: `${describeMessage(record.message)} comes again on ${resumed.label}`,
      seen: match === undefined ? describeResponse(resumed.server) : describeMessage(match.message),
      events: [resumed.request, record, match],
    });
    return;
  }
}

function judgeOldOnes(
  original: ExchangeView,
  owed: readonly RecordedMessage[],
  resumed: ExchangeView,
  judge: Judge,
): void {
  const counts = new Map<string, number>();
  for (const record of owed) counts.set(textOf(record), (counts.get(textOf(record)) ?? 0) + 1);
  const known = new Set(original.server.messages.map(textOf));
  for (const record of resumed.server.messages) {
    const left = counts.get(textOf(record)) ?? 0;
    counts.set(textOf(record), left - 1);
    const isRepeated = left < 0 || (left === 0 && known.has(textOf(record)));
    if (!isRepeated) continue;
    judge.breach(DUPLICATE, {
      expected: `nothing that the client has seen, and nothing twice, on ${resumed.label}`,
      seen: describeMessage(record.message),
      events: [resumed.request, record],
    });
    return;
  }
}

function judgeMeanwhile(methods: readonly string[], resumed: ExchangeView, judge: Judge): void {
  const came = resumed.server.messages.flatMap(({ message }) =>
    message.method !== undefined && methods.includes(message.method) ? [message.method] : [],
  );
  const expected = methods.filter((method) => came.includes(method));
  if (came.join() !== expected.join()) {
    judge.breach(ORDER, {
      expected: `in this order: ${expected.join(', ')}`,
      seen: came.join(', '),
      events: [resumed.request],
    });
  }
  const lost = methods.filter((method) => !came.includes(method));
  if (lost.length > 0)
    judge.note(LOSS, 'whether messages for an absent client are kept', `not kept: ${lost.join(', ')}`);
}

/** The GET stream `label` is continued by `<label>/resume...` right behind the event that it names. */
export function continuesListening(label: string, { meanwhile = [] }: ListeningExpectation = {}): Checker {
  return checker(`continues-listening(${label})`, [CURSOR, LOSS, DUPLICATE, ORDER], (view, judge) => {
    const original = view.exchange(label);
    // A conflict may mean that the server has not noticed yet that the first connection is gone.
    const attempts = resumesOf(view, label);
    const resumed = attempts.find((exchange) => exchange.server.head?.status !== 409) ?? attempts.at(-1);
    const owed = original && resumed && behindCursor(original, resumed);
    if (original === undefined || resumed === undefined || owed === undefined) {
      judge.inconclusive(CURSOR, `${label} is resumed from an event id that it gave`, 'there was none');
      return;
    }
    const { head } = resumed.server;
    judge.saw(head, ...resumed.server.messages);
    if (head?.status !== 200) {
      // A conflict is for a time only, and how long that may be no text says.
      const severity = head?.status === 409 ? { severity: 'warn' as const } : {};
      const expected = `${resumed.label} goes on with the stream`;
      judge.breach(LOSS, {
        expected,
        seen: describeResponse(resumed.server),
        events: [resumed.request, head],
        ...severity,
      });
      return;
    }
    judgeReplay(owed, resumed, judge);
    judgeOldOnes(original, owed, resumed, judge);
    if (meanwhile.length > 0) judgeMeanwhile(meanwhile, resumed, judge);
  });
}
