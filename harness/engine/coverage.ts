import { allRequirements } from '../spec/catalogue.js';
import type { Requirement } from '../spec/requirement.js';
import { TRANSPORT_REVISIONS } from '../spec/revisions.js';
import type { HttpTransport, Revision } from '../spec/revisions.js';
import type { CaseDefinition, Role } from './case.js';
import { uncoveredReason } from './uncovered.js';

/** One requirement and the cases that stand for it, or the reason why none does. */
export interface CoverageRow {
  readonly requirement: string;
  readonly cases: readonly string[];
  readonly reason?: string;
}

function addresses({ role }: Requirement, target: Role): boolean {
  return role === target || role === 'both';
}

/** The transports that the suites of a role check. */
const CHECKED_TRANSPORTS: Readonly<Record<Role, readonly HttpTransport[]>> = {
  server: ['streamable-http'],
  client: ['streamable-http', 'http-sse'],
};

/** Whether a requirement is one of a transport that is checked, in a revision in which it is checked. */
function isInScope({ transport, levels }: Requirement, role: Role): boolean {
  return CHECKED_TRANSPORTS[role].some((checked) => {
    const revisions: readonly Revision[] = TRANSPORT_REVISIONS[checked];
    return (transport === 'any' || transport === checked) && revisions.some((one) => levels[one] !== undefined);
  });
}

/**
 * What the suites of a role cover: a row for each requirement that addresses it on Streamable HTTP in a revision with
 * sessions, or, for a client, on HTTP+SSE in 2024-11-05. A row without cases has the published reason; one without both is a gap, which a test refuses.
 */
export function coverageOf(role: Role, cases: readonly CaseDefinition[]): CoverageRow[] {
  const byRequirement = new Map<string, string[]>();
  for (const entry of cases.filter((one) => one.role === role)) {
    for (const requirement of entry.requirements) {
      byRequirement.set(requirement, [...(byRequirement.get(requirement) ?? []), entry.id]);
    }
  }
  return allRequirements
    .filter((entry) => addresses(entry, role) && isInScope(entry, role))
    .map((entry): CoverageRow => {
      const covering = byRequirement.get(entry.id) ?? [];
      const reason = covering.length > 0 ? undefined : uncoveredReason(role, entry.id);
      return { requirement: entry.id, cases: covering, ...(reason !== undefined && { reason }) };
    });
}
