import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'guarantee.no-crash';
/** Under this name a script records why a server that was killed could not be started again. */
export const STAYED_AWAY_FACT = 'stayed-away';

/** A server that was killed serves again once its command, or its container, is started again as it was. */
export function comesBack(): Checker {
  return checker('comes-back', [RULE], (view, judge) => {
    for (const { server } of view.exchanges.values()) judge.saw(server.head);
    const stayed = view.probes.find(({ what, name }) => what === 'fact' && name === STAYED_AWAY_FACT);
    if (stayed === undefined) return;
    const expected = 'the server serves again when it is started after a kill';
    judge.breach(RULE, { expected, seen: String(stayed.value), events: [stayed] });
  });
}
