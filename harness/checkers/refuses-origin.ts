import { foreignOriginStatus } from '../spec/revisions.js';
import type { ExchangeView } from '../history/view.js';
import { headerValue } from '../wire/http-head.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const VALIDATE = 'http.security.origin-validate';
const FORBIDDEN = 'http.security.origin-403';
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

/**
 * Whether the server is reached by a loopback name. There a page of another origin is foreign beyond doubt; a public
 * server may be meant for every origin, which its operator decides.
 */
export function isLoopback(exchange: ExchangeView | undefined): boolean {
  return LOOPBACK.test((exchange?.request && headerValue(exchange.request.headers, 'host')) ?? '');
}

/** How strictly a foreign Origin is judged. */
export interface OriginExpectation {
  /** True: service only warns, because an operator may have reasons to allow this origin. */
  readonly debatable?: boolean;
  /** An exchange with the server's own Host, where that of `label` was foreign too. */
  readonly hostFrom?: string;
  /** True: any refusal will do, because something besides the Origin was wrong. */
  readonly anyRefusal?: boolean;
}

/**
 * The exchange `label`, which had a foreign Origin, was refused: by 403 where the revision names the status, by any
 * refusal before (transports, Security Warning).
 */
export function refusesOrigin(label: string, expectation: OriginExpectation = {}): Checker {
  return checker(`refuses-origin(${label})`, [VALIDATE, FORBIDDEN], (view, judge) => {
    const exchange = view.exchange(label);
    const status = expectation.anyRefusal === true ? null : foreignOriginStatus(judge.revision);
    const expected = `${label} is refused${status === null ? '' : ` with ${status}`}`;
    if (exchange?.request === undefined) {
      judge.inconclusive(VALIDATE, expected, 'the request was never sent');
      return;
    }
    const { head, end } = exchange.server;
    const seen = describeResponse(exchange.server);
    const events = [exchange.request, head, end];
    judge.saw(head, end);
    if (head === undefined) {
      // Closing the connection keeps a foreign page out as well; only the status is missing.
      const rule = end !== undefined && status !== null ? FORBIDDEN : VALIDATE;
      if (end === undefined || status !== null) judge.breach(rule, { expected, seen, events, severity: 'warn' });
      return;
    }
    if (head.status < 400) {
      const isCertain = expectation.debatable !== true && isLoopback(view.exchange(expectation.hostFrom ?? label));
      judge.breach(VALIDATE, { expected, seen, events, ...(!isCertain && { severity: 'warn' as const }) });
    } else if (status !== null && head.status !== status) {
      judge.breach(FORBIDDEN, { expected, seen, events });
    }
  });
}

/**
 * On a loopback address the exchange `label`, which had a foreign Host, was refused. No rule asks for that by name: it is
 * the part of the protection against DNS rebinding that the Origin cannot give, and warns only. `own` is an exchange with
 * the server's own Host.
 */
export function refusesForeignHost(label: string, own: string): Checker {
  const expected = `${label} is refused`;
  return checker(`refuses-foreign-host(${label})`, [VALIDATE], (view, judge) => {
    const exchange = view.exchange(label);
    const { head, end } = exchange?.server ?? {};
    judge.saw(head, end);
    if (exchange === undefined || head === undefined || head.status >= 400 || !isLoopback(view.exchange(own))) return;
    const seen = describeResponse(exchange.server);
    judge.breach(VALIDATE, { expected, seen, events: [exchange.request, head], severity: 'warn' });
  });
}
