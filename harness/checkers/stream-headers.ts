import { headerValues } from '../wire/http-head.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';
import { mediaTypeOf } from './reply-form.js';

const RULE = 'guarantee.delivered-in-time';

/**
 * Event streams say that caches and transforming proxies must leave them alone. No revision with sessions asks for it, so
 * that the absence of any such directive warns and `X-Accel-Buffering` is only noted.
 */
export function servesStreamsUncached(): Checker {
  return checker('serves-streams-uncached', [RULE], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      const { head } = exchange.server;
      if (head === undefined || mediaTypeOf(headerValues(head.headers, 'content-type')[0]) !== 'text/event-stream')
        continue;
      judge.saw(head);
      const directives = headerValues(head.headers, 'cache-control').join(',').toLowerCase();
      if (!/\bno-(?:cache|store|transform)\b/.test(directives)) {
        const expected = `the stream of ${exchange.label} says no-cache, no-store or no-transform`;
        const seen = directives === '' ? 'no Cache-Control' : `Cache-Control: ${directives}`;
        judge.breach(RULE, { expected, seen, events: [head], severity: 'warn' });
      }
      if (headerValues(head.headers, 'x-accel-buffering').join().toLowerCase() === 'no') continue;
      judge.note(RULE, 'X-Accel-Buffering: no, for proxies like nginx', `${exchange.label} does not say it`, head);
    }
  });
}
