import type { CheckResult, Finding } from '../checkers/checker.js';
import type { HistoryEvent } from '../history/events.js';
import type { HistoryView } from '../history/view.js';

/** Whether an event shows that an exchange came to an end, or that it was given all the time it may take. */
function settles(event: HistoryEvent): boolean {
  if (event.kind === 'response-end') return event.side === 'server';
  if (event.kind !== 'probe') return false;
  return event.what === 'deadline' || event.what === 'abort' || (event.what === 'fact' && event.name === 'ending');
}

/** Labels of the exchanges that were under way when the history had `limit` events. */
function underWayAt(view: HistoryView, limit: number): ReadonlySet<string> {
  const underWay = new Set(view.exchanges.keys());
  for (const event of view.events.slice(0, limit)) {
    if ('exchange' in event && event.exchange !== undefined && settles(event)) underWay.delete(event.exchange);
  }
  return underWay;
}

function labelOf(event: HistoryEvent | undefined): string | undefined {
  return event !== undefined && 'exchange' in event ? event.exchange : undefined;
}

/**
 * What still stands of findings when the case was broken off after `limit` events: what rests on earlier events alone,
 * and on no exchange that was under way then. That something did not come is no finding when nobody waited for it. The
 * others become inconclusive.
 */
export function withoutCutShort(checks: readonly CheckResult[], view: HistoryView, limit: number): CheckResult[] {
  const underWay = underWayAt(view, limit);
  const stands = (finding: Finding): boolean =>
    finding.events.length > 0 &&
    finding.events.every((index) => {
      const label = labelOf(view.events[index]);
      return index < limit && (label === undefined || !underWay.has(label));
    });
  return checks.map((check) => ({
    ...check,
    findings: check.findings.map((finding) =>
      finding.severity === 'note' || stands(finding) ? finding : { ...finding, severity: 'inconclusive' as const },
    ),
  }));
}
