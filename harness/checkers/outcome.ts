import type { HistoryEvent } from '../history/events.js';
import type { ExchangeView, HistoryView } from '../history/view.js';
import { isObject } from '../wire/jsonrpc.js';
import type { RecordedMessage } from './attribution.js';
import { isResponse } from './attribution.js';
import type { Checker, Severity } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

/**
 * What became of one POST. `result` and `error`: the first JSON-RPC response on it, with any id. `accepted`: a 2xx
 * without a response. `refused`: another status without one. `dropped`: the connection ended without an answer.
 * `none`: nothing came, or no more than the beginning of an answer.
 */
export type Outcome =
  | { readonly kind: 'result'; readonly status: number; readonly record: RecordedMessage; readonly result: unknown }
  | { readonly kind: 'error'; readonly status: number; readonly record: RecordedMessage; readonly code: unknown }
  | { readonly kind: 'accepted'; readonly status: number }
  | { readonly kind: 'refused'; readonly status: number }
  | Unanswered;

type Unanswered = { readonly kind: 'dropped' } | { readonly kind: 'none' };

/** An outcome with an answer. */
export type Answered = Exclude<Outcome, Unanswered>;

/** Reads the outcome of an exchange from the server's side. */
export function outcomeOf(exchange: ExchangeView): Outcome {
  const { head, end, messages } = exchange.server;
  const record = messages.find(isResponse);
  if (head === undefined) return { kind: end === undefined || end.ending === 'abandoned' ? 'none' : 'dropped' };
  const { status } = head;
  if (record === undefined && status >= 300) return { kind: 'refused', status };
  if (record === undefined) return end?.ending === 'complete' ? { kind: 'accepted', status } : { kind: 'none' };
  if (record.message.kind === 'error') return { kind: 'error', status, record, code: record.message.code };
  const { value } = record.message;
  return { kind: 'result', status, record, result: isObject(value) ? value['result'] : undefined };
}

/** How far an outcome misses what is expected; `rule` and `severity` stand in for those of the checker. */
export interface Miss {
  readonly rule?: string;
  readonly severity?: Severity;
  /** Says more than the general description of the answer. */
  readonly seen?: string;
}

/** What a checker made by {@link gradesOutcome} expects. */
export interface OutcomeExpectation {
  readonly rule: string;
  /** A clause that follows the label. */
  readonly expected: string;
  /** Says what is wrong with an answer, or nothing. */
  readonly grade: (outcome: Answered, view: HistoryView) => Miss | undefined;
  /** Rules that `grade` may name besides. */
  readonly otherRules?: readonly string[];
}

const NO_HANG = 'guarantee.no-hang';

function eventsOf(exchange: ExchangeView, outcome: Outcome): (HistoryEvent | undefined)[] {
  const { head, end } = exchange.server;
  return [exchange.request, 'record' in outcome ? outcome.record : head, end];
}

/**
 * The exchange `label` is answered, and `grade` says how well. That nothing comes at all breaks `guarantee.no-hang`; a
 * connection that ends without an answer tells the client at least that it need not wait, which is a warning.
 */
export function gradesOutcome(label: string, expectation: OutcomeExpectation): Checker {
  const { rule, grade, otherRules = [] } = expectation;
  const expected = `${label} ${expectation.expected}`;
  const rules = [...new Set([rule, NO_HANG, ...otherRules])];
  return checker(`grades-outcome(${label})`, rules, (view, judge) => {
    const exchange = view.exchange(label);
    if (exchange?.request === undefined) {
      judge.inconclusive(rule, expected, 'the request was never sent');
      return;
    }
    const outcome = outcomeOf(exchange);
    if (outcome.kind === 'none' && !view.probes.some(({ what, exchange: of }) => what === 'deadline' && of === label)) {
      judge.inconclusive(rule, expected, 'the case was over before there could be an answer');
      return;
    }
    const events = eventsOf(exchange, outcome);
    const seen = describeResponse(exchange.server);
    if (outcome.kind === 'none' || outcome.kind === 'dropped') {
      const weight = outcome.kind === 'dropped' ? { severity: 'warn' as const } : {};
      judge.breach(NO_HANG, { expected, seen, events, ...weight });
      return;
    }
    judge.saw(...events);
    const miss = grade(outcome, view);
    if (miss === undefined) return;
    const { severity } = miss;
    judge.breach(miss.rule ?? rule, { expected, seen: miss.seen ?? seen, events, ...(severity && { severity }) });
  });
}
