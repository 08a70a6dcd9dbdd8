import type { ExchangeView, HistoryView } from '../history/view.js';
import type { RecordedMessage } from './attribution.js';
import { isResponse } from './attribution.js';
import type { Checker, Severity } from './checker.js';
import { describeMessage } from './describe.js';
import { closedByServer } from './copes-with.js';
import { checker } from './judge.js';

const RULE = 'guarantee.no-injection';

/** All answers on the connection of `label`, in order: `label`, `label#2`, ... */
export function answersOn(view: HistoryView, label: string): ExchangeView[] {
  const answers: ExchangeView[] = [];
  for (let number = 1; ; number += 1) {
    const exchange = view.exchange(number === 1 ? label : `${label}#${number}`);
    if (exchange === undefined) return answers;
    answers.push(exchange);
  }
}

function responseWithId(exchanges: readonly ExchangeView[], id: string): RecordedMessage | undefined {
  return exchanges
    .flatMap(({ server }) => server.messages)
    .find((record) => isResponse(record) && record.message.id === id);
}

/** What is known of a request whose body hides another one. */
export interface EmbeddingFacts {
  /** Caps the weight of a breach. */
  readonly severity?: Severity;
  /** A later exchange, whose answer shows that silence on the connection was not that of the whole server. */
  readonly later?: string;
}

/**
 * A request of that id, which was hidden in the body of `label`, was not answered: it has not been taken for a request of
 * its own.
 */
export function leavesEmbedded(label: string, id: string, { severity, later }: EmbeddingFacts = {}): Checker {
  const expected = `the request inside of the body of ${label} is not taken for another request`;
  return checker(`leaves-embedded(${label})`, [RULE], (view, judge) => {
    const answers = answersOn(view, label);
    judge.saw(...answers.flatMap((answer) => [answer.server.head, answer.server.end, closedByServer(view, answer)]));
    if (later !== undefined) judge.saw(view.exchange(later)?.server.head);
    const executed = responseWithId(answers, id);
    if (executed === undefined) return;
    const seen = `it was answered: ${describeMessage(executed.message)}`;
    judge.breach(RULE, { expected, seen, events: [executed], ...(severity && { severity }) });
  });
}

/**
 * Requests that were written at once on one connection are answered in their order (RFC 9112, section 9.3.2). A server may
 * close the connection after any of the answers; those that follow are then not owed.
 */
export function answersInOrder(label: string, ids: readonly string[]): Checker {
  const rule = 'guarantee.framing-exact';
  return checker(`answers-in-order(${label})`, [rule], (view, judge) => {
    const answers = answersOn(view, label).filter(({ server }) => server.head !== undefined);
    judge.saw(...answers.map(({ server }) => server.head));
    for (const [index, { server }] of answers.entries()) {
      const came = server.messages.find(isResponse);
      const id = ids[index];
      if (came === undefined || came.message.id === id) continue;
      const expected = `answer ${index + 1} on the connection is that to "${id ?? 'nothing'}"`;
      judge.breach(rule, { expected, seen: describeMessage(came.message), events: [server.head, came] });
    }
  });
}
