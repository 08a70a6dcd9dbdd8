import type { Revision } from '../harness/spec/revisions.js';

/** Id and revision, which together are unique in a report. */
export function caseKey(entry: { readonly id: string; readonly revision: Revision }): string {
  return `${entry.id} [${entry.revision}]`;
}
