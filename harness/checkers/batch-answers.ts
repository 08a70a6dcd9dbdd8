import type { ExchangeView } from '../history/view.js';
import type { JsonRpcId } from '../wire/jsonrpc.js';
import type { RecordedMessage } from './attribution.js';
import { idKey, isResponse } from './attribution.js';
import type { Checker } from './checker.js';
import { describeMessage, describeResponse } from './describe.js';
import { checker } from './judge.js';

/** What a batch must be answered with. */
export interface BatchExpectation {
  readonly rule: string;
  /** Ids of the members that are answered with a result. */
  readonly results: readonly JsonRpcId[];
  /** How many members are answered with error -32600 and without an id. */
  readonly invalid: number;
}

const INVALID_REQUEST = -32600;

function responsesOf(exchange: ExchangeView): RecordedMessage[] {
  return exchange.server.messages.filter(isResponse);
}

function listed(records: readonly RecordedMessage[]): string {
  return records.length === 0 ? 'no response' : records.map((record) => describeMessage(record.message)).join(', ');
}

/**
 * The batch `label` is answered with one response for each request, in any order and form, one error for each malformed
 * member, and nothing for notifications (basic, batching, of 2025-03-26; JSON-RPC 2.0, Batch). Where a malformed member
 * makes the server refuse the whole batch with a 4xx, that is a warning.
 */
export function answersBatch(label: string, expectation: BatchExpectation): Checker {
  const { rule, results, invalid } = expectation;
  const parts = [`a result for each of ${results.map((id) => JSON.stringify(id)).join(', ')}`];
  if (invalid > 0) parts.push(`${invalid} error(s) ${INVALID_REQUEST} without id`);
  const expected = `${label} brings ${parts.join(' and ')}, and nothing else`;
  return checker(`answers-batch(${label})`, [rule], (view, judge) => {
    const exchange = view.exchange(label);
    if (exchange?.request === undefined) {
      judge.inconclusive(rule, expected, 'the batch was never sent');
      return;
    }
    const { head, end } = exchange.server;
    const responses = responsesOf(exchange);
    judge.saw(head, ...responses);
    const answered = responses.filter((record) => record.message.kind === 'result').map((record) => record.message.id);
    const errors = responses.filter(
      ({ message }) => message.kind === 'error' && message.code === INVALID_REQUEST && (message.id ?? null) === null,
    );
    const keys = answered.flatMap((id) => (id === null || id === undefined ? [] : [idKey(id)])).sort();
    const isRight =
      JSON.stringify(keys) === JSON.stringify(results.map(idKey).sort()) &&
      errors.length === invalid &&
      responses.length === results.length + invalid;
    if (isRight) return;
    const seen = responses.length === 0 ? describeResponse(exchange.server) : listed(responses);
    // JSON-RPC 2.0 says only that a response SHOULD exist for each member, and a transport may refuse what it cannot accept.
    const isSpoilt = invalid > 0 && isRefusedWhole(exchange, responses);
    const severity = isSpoilt ? { severity: 'warn' as const } : {};
    judge.breach(rule, { expected, seen, events: [exchange.request, head, end], ...severity });
  });
}

/** What the refusal of a whole batch looks like: one error of this code, not in an array. */
export function refusesBatchAsOne(label: string, rule: string, code: number): Checker {
  const expected = `${label} is refused with one error ${code}, not in an array`;
  return checker(`refuses-batch-as-one(${label})`, [rule], (view, judge) => {
    const exchange = view.exchange(label);
    if (exchange?.request === undefined) {
      judge.inconclusive(rule, expected, 'the batch was never sent');
      return;
    }
    const { head, end } = exchange.server;
    const responses = responsesOf(exchange);
    judge.saw(head, ...responses);
    const [only, second] = responses;
    const isOne = only !== undefined && second === undefined && !only.batched;
    if (isOne && only.message.kind === 'error' && only.message.code === code) return;
    // A 4xx without such an error refuses the batch too; what is missing is the reason.
    const isRefused = isRefusedWhole(exchange, responses);
    const seen =
      responses.length === 0
        ? describeResponse(exchange.server)
        : `${listed(responses)}${only?.batched === true ? ' in an array' : ''}`;
    judge.breach(rule, {
      expected,
      seen,
      events: [exchange.request, head, end],
      ...(isRefused && { severity: 'warn' as const }),
    });
  });
}

/** Whether a 4xx turned the whole of it down, so that no member was served. */
function isRefusedWhole({ server: { head } }: ExchangeView, responses: readonly RecordedMessage[]): boolean {
  const hasResult = responses.some(({ message }) => message.kind === 'result');
  return head !== undefined && head.status >= 400 && head.status < 500 && !hasResult;
}
