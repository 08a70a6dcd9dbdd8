import type { HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { JsonRpcId } from '../../wire/jsonrpc.js';
import type { RecordedMessage } from '../attribution.js';
import { isResponse } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage } from '../describe.js';
import { checker } from '../judge.js';
import { messagesOfClient } from './invariants/messages.js';

/** How a request of the server has to be answered. */
export interface ReplyExpectation {
  readonly rule: string;
  /** A clause that follows "the request is answered". */
  readonly expected: string;
  /** Says what is wrong with a reply, or nothing. */
  readonly flaw?: (reply: RecordedMessage, view: HistoryView) => string | undefined;
}

/** The reply of the client to a request of the server, with an id of the same type. */
export function replyTo(view: HistoryView, id: JsonRpcId): RecordedMessage | undefined {
  return messagesOfClient(view).find((record) => isResponse(record) && record.message.id === id);
}

/**
 * The request `id` of the server is answered, and rightly. Whoever asks waits for the reply under the name
 * `reply to <id>`; what was not waited for is inconclusive.
 */
export function answersServer(id: JsonRpcId, { rule, expected, flaw }: ReplyExpectation): Checker {
  const whole = `the request ${JSON.stringify(id)} of the server is answered ${expected}`;
  return checker(`answers-server(${id})`, [rule], (view, judge) => {
    const asked = view.events.find(
      (event) => event.kind === 'message' && event.direction === 'to-client' && event.message.id === id,
    );
    const reply = replyTo(view, id);
    if (asked === undefined) {
      judge.inconclusive(rule, whole, 'the server never asked');
      return;
    }
    if (view.probes.some(({ what, name }) => what === 'deadline' && name === `reply to ${id}`)) {
      const seen = reply === undefined ? 'there was no reply' : 'the reply came when nobody waited for it any more';
      judge.breach(rule, { expected: whole, seen, events: [asked, reply] });
      return;
    }
    if (reply === undefined) {
      judge.inconclusive(rule, whole, 'the case was over before there could be a reply');
      return;
    }
    judge.saw(reply);
    const wrong = flaw?.(reply, view);
    if (wrong !== undefined) judge.breach(rule, { expected: whole, seen: wrong, events: [asked, reply] });
  });
}

/** Each of these requests that the server made is answered with an error. Those that it did not make say nothing. */
export function refusesUndeclared(questions: readonly { readonly id: JsonRpcId; readonly rule: string }[]): Checker {
  const rules = questions.map(({ rule }) => rule);
  return checker('refuses-undeclared', rules, (view, judge) => {
    judge.saw(messagesOfClient(view)[0]);
    for (const { id, rule } of questions) {
      const wasAsked = view.events.some(
        (event) => event.kind === 'message' && event.direction === 'to-client' && event.message.id === id,
      );
      const reply = replyTo(view, id);
      if (!wasAsked || (reply?.message.kind === 'error' && typeof reply.message.code === 'number')) continue;
      const seen = reply === undefined ? 'there was no reply' : describeMessage(reply.message);
      judge.breach(rule, {
        expected: `the request ${JSON.stringify(id)} is refused with an error`,
        seen,
        events: [reply],
      });
    }
  });
}

/** Finds that a reply is no error with this code. */
export function lacksCode(code: number): (reply: RecordedMessage) => string | undefined {
  return ({ message }) => (message.kind === 'error' && message.code === code ? undefined : describeMessage(message));
}

/** Finds that a reply is no empty result. */
export function isNoEmptyResult({ message }: RecordedMessage): string | undefined {
  const result = isObject(message.value) ? message.value['result'] : undefined;
  return message.kind === 'result' && isObject(result) ? undefined : describeMessage(message);
}

/** Finds that a reply is no result with an action. */
export function isNoElicitResult({ message }: RecordedMessage): string | undefined {
  const result = isObject(message.value) ? message.value['result'] : undefined;
  const isRight = isObject(result) && ['accept', 'decline', 'cancel'].includes(String(result['action']));
  return isRight ? undefined : describeMessage(message);
}
