import { headerValue } from '../wire/http-head.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'http.security.origin-validate';

/**
 * The answers to a foreign `origin` do not invite its page to read them. That they should not is implied by the check of
 * the Origin alone (transports, Security Warning), and a public server may want it: hence a warning. A bare wildcard, which
 * browsers never combine with credentials, is only noted.
 */
export function grantsForeignPagesNothing(labels: readonly string[], origin: string): Checker {
  return checker(`grants-foreign-pages-nothing(${labels.join(', ')})`, [RULE], (view, judge) => {
    for (const label of labels) {
      const head = view.exchange(label)?.server.head;
      if (head === undefined) continue;
      judge.saw(head);
      const allowed = headerValue(head.headers, 'access-control-allow-origin')?.trim();
      const credentials =
        headerValue(head.headers, 'access-control-allow-credentials')?.trim().toLowerCase() === 'true';
      const expected = `the answer to ${label} does not allow ${origin}`;
      const seen = `Access-Control-Allow-Origin: ${allowed ?? ''}${credentials ? ' with credentials' : ''}`;
      if (allowed === origin || (allowed === '*' && credentials)) {
        judge.breach(RULE, { expected, seen, events: [head], severity: 'warn' });
      } else if (allowed === '*') judge.note(RULE, expected, seen, head);
    }
  });
}
