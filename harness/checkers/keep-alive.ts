import type { HistoryEvent } from '../history/events.js';
import type { HistoryView } from '../history/view.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'guarantee.keep-alive';

/** Default idle limits of proxies begin at 60 s; half of it leaves room for one keep-alive that is lost. */
const LONGEST_GAP_MS = 30_000;

interface Gap {
  readonly lengthMs: number;
  readonly from: HistoryEvent;
  readonly to: HistoryEvent;
}

function longestGap(moments: readonly HistoryEvent[]): Gap | undefined {
  let longest: Gap | undefined;
  for (const [index, to] of moments.entries()) {
    const from = moments[index - 1];
    if (from === undefined) continue;
    const gap = { lengthMs: to.t - from.t, from, to };
    if (longest === undefined || gap.lengthMs > longest.lengthMs) longest = gap;
  }
  return longest;
}

function markNamed(view: HistoryView, name: string): HistoryEvent | undefined {
  return view.probes.find((event) => event.what === 'mark' && event.name === name);
}

/**
 * Bytes come on the response to `label` at least every 30 s for as long as it is open and the mark `until` has not come.
 * No text sets an interval, and many good servers send something every 15 to 30 s: a wait that is shorter than that says
 * nothing, which is only noted.
 */
export function keepsAlive(label: string, until: string): Checker {
  const expected = `some bytes come on ${label} at least every ${LONGEST_GAP_MS / 1000} s`;
  return checker(`keeps-alive(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const last = markNamed(view, until);
    if (exchange?.server.head === undefined || last === undefined) {
      judge.inconclusive(
        RULE,
        expected,
        exchange === undefined ? 'it was never sent' : describeResponse(exchange.server),
      );
      return;
    }
    const { head, data, end } = exchange.server;
    judge.saw(head);
    const moments = [head, ...data, end, last].filter(
      (event): event is HistoryEvent => event !== undefined && event.index <= last.index,
    );
    const gap = longestGap(end !== undefined && end.index < last.index ? moments.slice(0, -1) : moments);
    if (gap === undefined) return;
    const seconds = (gap.lengthMs / 1000).toFixed(1);
    if (gap.lengthMs >= LONGEST_GAP_MS + judge.lagMs) {
      judge.breach(RULE, { expected, seen: `nothing for ${seconds} s`, events: [gap.from, gap.to] });
    } else if (data.every((event) => event.t < last.t - gap.lengthMs)) {
      judge.note(RULE, expected, `nothing for ${seconds} s, which is too short a wait to judge by`, gap.from, gap.to);
    }
  });
}
