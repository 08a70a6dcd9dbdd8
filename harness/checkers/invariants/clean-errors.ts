import type { Checker } from '../checker.js';
import { isDisturbed } from '../attribution.js';
import { describeResponse } from '../describe.js';
import { checker } from '../judge.js';

const RULE = 'guarantee.clean-errors';

/** Not implemented, too busy (which a client may be told this way), and an unknown version of HTTP are honest answers. */
const HONEST = [501, 503, 505];
/** What a gateway in front of a server says while the server is away. */
const GATEWAY = [502, 504];

/** Nothing that a client sends is answered with a status that blames the server. */
export function blamesNobodyElse(): Checker {
  return checker('answers-without-5xx', [RULE], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      const { head } = exchange.server;
      if (head === undefined) continue;
      judge.saw(head);
      if (head.status < 500 || HONEST.includes(head.status)) continue;
      if (GATEWAY.includes(head.status) && isDisturbed(view)) continue;
      const expected = 'no answer with a 5xx status';
      const seen = `${exchange.label}: ${describeResponse(exchange.server)}`;
      judge.breach(RULE, { expected, seen, events: [exchange.request, head] });
    }
  });
}
