import type { ExchangeView, HistoryView } from '../history/view.js';
import type { MessageRecord, HistoryEvent } from '../history/events.js';
import type { JsonRpcId } from '../wire/jsonrpc.js';
import type { Checker, Severity } from './checker.js';
import { describeMessage, describeResponse } from './describe.js';
import { checker } from './judge.js';

type Recorded = MessageRecord & HistoryEvent;

/** What a call must be answered with. */
export interface AnswerExpectation {
  /** `result`, `error` with one of the codes (any code without them), or `any` of the two. */
  readonly with: 'result' | 'error' | 'any';
  readonly codes?: readonly number[];
  /** Codes that deserve a warning only. */
  readonly toleratedCodes?: readonly number[];
  /** A result is checked further: returns what is wrong with it, or undefined. */
  readonly result?: (result: Readonly<Record<string, unknown>>) => string | undefined;
  /** Other exchanges on which the answer may come, because they resume the stream of this one. */
  readonly orOn?: readonly string[];
  readonly severity?: Severity;
}

/** The id of the only request in an exchange, as it was sent. */
export function requestIdOf(exchange: ExchangeView): JsonRpcId | undefined {
  const request = exchange.sent.find((record) => record.message.kind === 'request');
  return request?.message.id ?? undefined;
}

/** All responses with the id of this exchange's request, on it and on the exchanges that resume it. */
export function responsesTo(view: HistoryView, label: string, orOn: readonly string[] = []): Recorded[] {
  const exchange = view.exchange(label);
  const id = exchange === undefined ? undefined : requestIdOf(exchange);
  if (id === undefined) return [];
  return [label, ...orOn]
    .flatMap((name) => view.exchange(name)?.server.messages ?? [])
    .filter((record) => ['result', 'error'].includes(record.message.kind) && record.message.id === id);
}

function resultOf(record: Recorded): Readonly<Record<string, unknown>> {
  return ((record.message.value as { result?: unknown }).result ?? {}) as Readonly<Record<string, unknown>>;
}

function fault(record: Recorded, expectation: AnswerExpectation): string | undefined {
  const { message } = record;
  if (expectation.with !== 'any' && message.kind !== expectation.with) return describeMessage(message);
  if (
    message.kind === 'error' &&
    expectation.codes !== undefined &&
    !expectation.codes.includes(Number(message.code))
  ) {
    return describeMessage(message);
  }
  return message.kind === 'result' ? expectation.result?.(resultOf(record)) : undefined;
}

function describeExpectation(label: string, expectation: AnswerExpectation): string {
  const codes = expectation.codes === undefined ? '' : ` ${expectation.codes.join(' or ')}`;
  const what =
    expectation.with === 'any' ? 'a response' : expectation.with === 'result' ? 'a result' : `an error${codes}`;
  return `${label} is answered with ${what}`;
}

/** The call `label` is answered with the right kind of response, bearing its id. Its status is another checker's affair. */
export function answersCall(label: string, rule: string, expectation: AnswerExpectation): Checker {
  const expected = describeExpectation(label, expectation);
  return checker(`answers-call(${label})`, [rule], (view, judge) => {
    const exchange = view.exchange(label);
    if (exchange?.request === undefined) {
      judge.inconclusive(rule, expected, 'the request was never sent');
      return;
    }
    const weight = expectation.severity === undefined ? {} : { severity: expectation.severity };
    const [answer] = responsesTo(view, label, expectation.orOn);
    if (answer === undefined) {
      const { head, end } = exchange.server;
      judge.breach(rule, {
        expected,
        seen: describeResponse(exchange.server),
        events: [exchange.request, head, end],
        ...weight,
      });
      return;
    }
    judge.saw(answer);
    const wrong = fault(answer, expectation);
    if (wrong === undefined) return;
    const tolerated = expectation.toleratedCodes?.includes(Number(answer.message.code)) === true;
    judge.breach(rule, {
      expected,
      seen: wrong,
      events: [answer],
      ...(tolerated ? { severity: 'warn' as const } : weight),
    });
  });
}

/**
 * After what the case did, calls still work: each of the exchanges is answered with a result. The main verdict on
 * recovery ("heal, then call") and on harm done to others.
 */
export function laterCallsWork(labels: readonly string[], rule: string = 'guarantee.recovers'): Checker {
  const parts = labels.map((label) => answersCall(label, rule, { with: 'result' }));
  return {
    name: `later-calls-work(${labels.join(', ')})`,
    rules: [rule],
    check(view, context) {
      const results = parts.map((part) => part.check(view, context));
      return {
        checker: this.name,
        rules: [rule],
        evidence: results.flatMap((result) => result.evidence),
        findings: results.flatMap((result) => result.findings.map((finding) => ({ ...finding, checker: this.name }))),
      };
    },
  };
}
