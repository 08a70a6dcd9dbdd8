import type { HistoryView } from '../history/view.js';
import { isObject } from '../wire/jsonrpc.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';
import { outcomeOf } from './outcome.js';

const DECLARES = 'capability.server-declares';
const METHOD_NOT_FOUND = -32601;

/** One method by which a feature shows itself. */
export interface FeatureCall {
  readonly label: string;
  readonly capability: string;
  /** The list in its result, where it gives one: an empty list shows no feature. */
  readonly list?: string;
}

function declaredIn(view: HistoryView, handshake: string): Readonly<Record<string, unknown>> {
  const exchange = view.exchange(handshake);
  const outcome = exchange && outcomeOf(exchange);
  const result = outcome?.kind === 'result' ? outcome.result : undefined;
  const capabilities = isObject(result) ? result['capabilities'] : undefined;
  return isObject(capabilities) ? capabilities : {};
}

function hasItems(result: unknown, list: string | undefined): boolean {
  const items = list !== undefined && isObject(result) ? result[list] : undefined;
  return Array.isArray(items) && items.length > 0;
}

/**
 * The capabilities in the answer to `handshake` are those that work: no list has members whose feature was not declared,
 * and no method of a declared feature is unknown (server pages, Capabilities).
 */
export function declaresWhatWorks(handshake: string, calls: readonly FeatureCall[]): Checker {
  return checker('declares-what-works', [DECLARES], (view, judge) => {
    const declared = declaredIn(view, handshake);
    for (const { label, capability, list } of calls) {
      const exchange = view.exchange(label);
      if (exchange === undefined) continue;
      const outcome = outcomeOf(exchange);
      const events = [view.exchange(handshake)?.server.head, exchange.server.head];
      judge.saw(...events);
      const seen = describeResponse(exchange.server);
      const isDeclared = declared[capability] !== undefined;
      if (!isDeclared && outcome.kind === 'result' && hasItems(outcome.result, list)) {
        const expected = `"${capability}" is declared, because ${label} works`;
        judge.breach(DECLARES, { expected, seen: 'no such capability', events });
      } else if (isDeclared && outcome.kind === 'error' && outcome.code === METHOD_NOT_FOUND) {
        const expected = `${label} works, because "${capability}" is declared`;
        judge.breach(DECLARES, { expected, seen, events, severity: 'warn' });
      }
    }
  });
}
