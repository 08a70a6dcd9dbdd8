import type { ExchangeView, HistoryView } from '../../history/view.js';
import type { SseProblemCode } from '../../wire/sse-tokenizer.js';
import { isDisturbed } from '../attribution.js';
import type { Checker, Severity } from '../checker.js';
import { checker } from '../judge.js';

const GRAMMAR = 'sse.emit.wellformed';
const COMPLETE = 'sse.emit.complete-before-close';
const UTF8 = 'transport.utf8';

interface Weight {
  readonly rule: string;
  readonly expected: string;
  readonly severity?: Severity;
}

/**
 * What each problem means. Parsers skip unknown fields and unusable retry values, so those cost nothing by themselves;
 * a byte order mark and mixed line endings are allowed.
 */
const WEIGHTS: Readonly<Partial<Record<SseProblemCode, Weight>>> = {
  'unterminated-event': { rule: COMPLETE, expected: 'the last event is closed by a blank line before the stream ends' },
  'invalid-utf8': { rule: UTF8, expected: 'event streams are UTF-8' },
  'nul-in-id': { rule: GRAMMAR, expected: 'an event id holds no NUL' },
  'bad-retry': { rule: GRAMMAR, expected: 'a retry value is all digits', severity: 'warn' },
  'unknown-field': {
    rule: GRAMMAR,
    expected: 'every line is a field of an event stream, or a comment',
    severity: 'warn',
  },
};

/** A body that is delimited by the close of its connection looks complete wherever the connection was cut. */
function mayBeCut(view: HistoryView, exchange: ExchangeView): boolean {
  return exchange.server.end?.framing === 'close' && isDisturbed(view);
}

/** Every event stream keeps to the grammar of event streams (WHATWG HTML, Server-sent events). */
export function keepsSseGrammar(): Checker {
  return checker('keeps-sse-grammar', [GRAMMAR, COMPLETE, UTF8], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      judge.saw(exchange.server.head, exchange.server.events[0]);
      for (const problem of exchange.server.problems) {
        const weight = problem.layer === 'sse' ? WEIGHTS[problem.code as SseProblemCode] : undefined;
        if (weight === undefined || (weight.rule === COMPLETE && mayBeCut(view, exchange))) continue;
        const { rule, expected, severity } = weight;
        const seen = `${problem.message}, on ${exchange.label} at byte ${problem.offset}`;
        judge.breach(rule, { expected, seen, events: [exchange.server.head, problem], ...(severity && { severity }) });
      }
    }
  });
}
