import type { Role } from './case.js';
import { CLIENT_REASONS } from './uncovered/client.js';
import { SERVER_REASONS } from './uncovered/server.js';

const REASONS: Readonly<Record<Role, Readonly<Record<string, string>>>> = {
  server: SERVER_REASONS,
  client: CLIENT_REASONS,
};

/** Why no case of a role stands for the requirement, if that is a decision and not a gap. */
export function uncoveredReason(role: Role, id: string): string | undefined {
  const reasons = REASONS[role];
  const prefix = Object.keys(reasons).find((key) => key.endsWith('.') && id.startsWith(key));
  return reasons[id] ?? (prefix === undefined ? undefined : reasons[prefix]);
}

/** Every id or prefix that has a reason, so that a test can find those that are out of date. */
export function uncoveredKeys(role: Role): readonly string[] {
  return Object.keys(REASONS[role]);
}
