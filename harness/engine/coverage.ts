import { allRequirements } from '../spec/catalogue.js';
import { SESSION_REVISIONS } from '../spec/revisions.js';
import type { ServerCase } from './case.js';
import { uncoveredReason } from './uncovered.js';

/** One requirement and the cases that stand for it, or the reason why none does. */
export interface CoverageRow {
  readonly requirement: string;
  readonly cases: readonly string[];
  readonly reason?: string;
}

/**
 * What the server suites cover: a row for each requirement that addresses a server on Streamable HTTP in a revision
 * with sessions. A row without cases has the published reason; one without both is a gap, which a test refuses.
 */
export function serverCoverage(cases: readonly ServerCase[]): CoverageRow[] {
  const byRequirement = new Map<string, string[]>();
  for (const entry of cases) {
    for (const requirement of entry.requirements) {
      byRequirement.set(requirement, [...(byRequirement.get(requirement) ?? []), entry.id]);
    }
  }
  return allRequirements
    .filter(
      (entry) =>
        entry.role !== 'client' &&
        entry.role !== 'intermediary' &&
        (entry.transport === 'any' || entry.transport === 'streamable-http') &&
        SESSION_REVISIONS.some((revision) => entry.levels[revision] !== undefined),
    )
    .map((entry): CoverageRow => {
      const covering = byRequirement.get(entry.id) ?? [];
      const reason = covering.length > 0 ? undefined : uncoveredReason(entry.id);
      return { requirement: entry.id, cases: covering, ...(reason !== undefined && { reason }) };
    });
}
