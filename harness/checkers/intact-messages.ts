import type { Checker } from './checker.js';
import { paramsOf } from './attribution.js';
import { oneLine } from './describe.js';
import { checker } from './judge.js';
import { numberedCall, positionIn, resumesOf } from './numbered-call.js';

const RULE = 'guarantee.framing-exact';

/** The texts of the numbered notifications of `label` arrive as they were asked for, on its own stream and on resumed ones. */
export function intactMessages(label: string): Checker {
  return checker(`intact-messages(${label})`, [RULE], (view, judge) => {
    const call = numberedCall(view, label);
    const own = view.exchange(label);
    if (call === undefined || own === undefined) {
      judge.inconclusive(RULE, `${label} is answered`, 'it was never sent');
      return;
    }
    for (const record of [own, ...resumesOf(view, label)].flatMap((exchange) => exchange.server.messages)) {
      const position = positionIn(call, record);
      const { message } = paramsOf(record);
      if (typeof position !== 'number' || typeof message !== 'string') continue;
      judge.saw(record);
      const expected = `${call.key ?? ''}:${position}`;
      if (message === expected) continue;
      judge.breach(RULE, {
        expected: `the text "${oneLine(expected)}"`,
        seen: `"${oneLine(message)}"`,
        events: [record],
      });
      return;
    }
  });
}
