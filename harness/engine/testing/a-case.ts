import { serverCase } from '../case.js';
import type { ServerCase } from '../case.js';

/** A case that does nothing, with whatever a test is about. */
export function aCase(id: string, more: Partial<ServerCase> = {}): ServerCase {
  const empty = { title: id, about: '', fix: '', requirements: [], judges: [], script: () => Promise.resolve() };
  return serverCase({ id, ...empty, ...more });
}
