import type { Revision } from '../spec/revisions.js';
import type { CaseResult } from './result.js';

/** Who was found. */
export interface DiscoveredTarget {
  readonly name?: string;
  readonly version?: string;
  readonly revisions: readonly Revision[];
}

/** What a run tells its watcher while it goes on. */
export type RunEvent =
  | { readonly kind: 'discovered'; readonly profile: DiscoveredTarget }
  | { readonly kind: 'planned'; readonly total: number }
  | { readonly kind: 'started'; readonly id: string; readonly revision: Revision }
  | { readonly kind: 'result'; readonly result: CaseResult }
  /** Worth a line at once: the target died, say. */
  | { readonly kind: 'problem'; readonly message: string };
