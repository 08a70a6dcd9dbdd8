import { headerValue } from '../wire/http-head.js';
import type { Checker } from './checker.js';
import { requestIdOf } from './answers-call.js';
import { gradesOutcome } from './outcome.js';

const RULE = 'jsonrpc.error.method-not-found';
const CLEAN = 'guarantee.clean-errors';
const METHOD_NOT_FOUND = -32601;

/**
 * The call `label` of a method that does not exist is answered with error -32601 under its id. With a session, HTTP 404
 * is a warning even then: it means that the session is gone (transports, Session Management).
 */
export function answersUnknownMethod(label: string): Checker {
  return gradesOutcome(label, {
    rule: RULE,
    expected: `is answered with error ${METHOD_NOT_FOUND} under its id`,
    otherRules: [CLEAN],
    grade(outcome, view) {
      const exchange = view.exchange(label);
      const id = exchange && requestIdOf(exchange);
      const isRight = outcome.kind === 'error' && outcome.code === METHOD_NOT_FOUND && outcome.record.message.id === id;
      if (!isRight) return {};
      if (outcome.status >= 500) return { rule: CLEAN };
      const hasSession = exchange?.request && headerValue(exchange.request.headers, 'mcp-session-id') !== undefined;
      return outcome.status === 404 && hasSession === true ? { severity: 'warn' } : undefined;
    },
  });
}
