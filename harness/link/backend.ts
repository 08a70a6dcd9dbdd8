import type { EmbeddedLinkOptions } from './embedded/embedded-link.js';
import { openEmbeddedLink } from './embedded/embedded-link.js';
import type { FaultSpec } from '../faults/fault.js';
import type { Link } from './link.js';
import type { BackendRequest } from './open-backend.js';
import type { LinkTrait } from './traits.js';

/** What the links of a run are made of. */
export interface LinkBackend {
  readonly name: BackendRequest['name'];
  /** Opens a link; what it needs is started with the first one. */
  open(options: EmbeddedLinkOptions): Promise<Link>;
  /** Why no link of this run can bring about a fault, where several backends share the work; undefined when one can. */
  readonly beyond?: (spec: FaultSpec) => string | undefined;
  /** What a link leaves changed, where that depends on the faults on it. */
  readonly lacks?: (faults: readonly FaultSpec[]) => Partial<Readonly<Record<LinkTrait, string>>>;
  /** Ends everything that was started for links, which are closed by then. Idempotent. */
  close(): Promise<void>;
}

/** Links in this process, which need nothing. */
export const EMBEDDED_BACKEND: LinkBackend = {
  name: 'embedded',
  open: openEmbeddedLink,
  close: () => Promise.resolve(),
};
