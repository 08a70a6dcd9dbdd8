import type { HistoryView } from '../history/view.js';
import { isObject } from '../wire/jsonrpc.js';
import { paramsOf } from './attribution.js';
import type { Checker } from './checker.js';
import { describeResponse, oneLine } from './describe.js';
import { checker } from './judge.js';
import type { Outcome } from './outcome.js';
import { gradesOutcome, outcomeOf } from './outcome.js';

const SAME = 'lifecycle.version.server-same';
const ALTERNATIVE = 'lifecycle.version.server-alternative';
const LATEST = 'lifecycle.version.server-latest';

/** Name of the fact that holds the newest revision which the target was found to speak. */
export const NEWEST_FACT = 'newest revision spoken';

function versionIn(outcome: Outcome): unknown {
  return outcome.kind === 'result' && isObject(outcome.result) ? outcome.result['protocolVersion'] : undefined;
}

function offeredIn(view: HistoryView, label: string): unknown {
  const [sent] = view.exchange(label)?.sent ?? [];
  return sent && paramsOf(sent)['protocolVersion'];
}

function shown(version: unknown): string {
  return version === undefined ? 'no protocolVersion' : `protocolVersion ${oneLine(JSON.stringify(version))}`;
}

/** An offer of a revision that the server speaks is confirmed (basic/lifecycle, Version Negotiation). */
export function confirmsVersion(label: string): Checker {
  return gradesOutcome(label, {
    rule: SAME,
    expected: 'is answered with the protocolVersion that was offered',
    grade(outcome, view) {
      const version = versionIn(outcome);
      if (outcome.kind === 'result' && version === offeredIn(view, label)) return undefined;
      return outcome.kind === 'result' ? { seen: shown(version) } : {};
    },
  });
}

/**
 * An offer that no server can support is countered with another version (basic/lifecycle, Version Negotiation). An
 * error is a deviation that the page's own sample shows, and so a warning (ambiguity `init-version-error`).
 */
export function countersVersion(label: string): Checker {
  return gradesOutcome(label, {
    rule: ALTERNATIVE,
    expected: 'is answered with a version that the server speaks',
    otherRules: ['guarantee.clean-errors'],
    grade(outcome, view) {
      if (outcome.status >= 500) return { rule: 'guarantee.clean-errors' };
      if (outcome.kind === 'error' || outcome.kind === 'refused') return { severity: 'warn' };
      const version = versionIn(outcome);
      if (typeof version === 'string' && version !== offeredIn(view, label)) return undefined;
      return outcome.kind === 'result' ? { seen: shown(version) } : {};
    },
  });
}

/** The version that counters an unsupported offer is no older than the newest one that the server was found to speak. */
export function countersWithNewest(label: string): Checker {
  return gradesOutcome(label, {
    rule: LATEST,
    expected: 'is answered with the newest version that the server speaks',
    grade(outcome, view) {
      const newest = view.probes.find((event) => event.what === 'fact' && event.name === NEWEST_FACT)?.value;
      const version = versionIn(outcome);
      if (typeof version !== 'string' || typeof newest !== 'string') return undefined;
      // Names of revisions are dates: they sort as text.
      return version >= newest ? undefined : { seen: `${shown(version)}, though it speaks ${newest}` };
    },
  });
}

/**
 * The version that the server proposed in answer to `offerLabel` is confirmed when it is offered by itself. Nothing is
 * judged where nothing was proposed.
 */
export function speaksItsCounterOffer(label: string, offerLabel: string): Checker {
  return checker(`speaks-its-counter-offer(${label})`, [ALTERNATIVE], (view, judge) => {
    const first = view.exchange(offerLabel);
    const again = view.exchange(label);
    judge.saw(first?.server.head, again?.server.head);
    const proposed = first === undefined ? undefined : versionIn(outcomeOf(first));
    if (again === undefined || proposed === undefined) return;
    const outcome = outcomeOf(again);
    const version = versionIn(outcome);
    if (version === proposed) return;
    const expected = `the proposed version ${oneLine(JSON.stringify(proposed))} is confirmed when it is offered`;
    const seen = outcome.kind === 'result' ? shown(version) : describeResponse(again.server);
    judge.breach(ALTERNATIVE, { expected, seen, events: [first?.server.head, again.server.head] });
  });
}
