/** Requirements that no case of the server suites stands for, by id or by a prefix ending in a dot, each with the reason. */
const REASONS: Readonly<Record<string, string>> = {};

/** Why no case stands for the requirement, if that is a decision and not a gap. */
export function uncoveredReason(id: string): string | undefined {
  const prefix = Object.keys(REASONS).find((key) => key.endsWith('.') && id.startsWith(key));
  return REASONS[id] ?? (prefix === undefined ? undefined : REASONS[prefix]);
}
