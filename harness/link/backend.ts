import type { EmbeddedLinkOptions } from './embedded/embedded-link.js';
import { openEmbeddedLink } from './embedded/embedded-link.js';
import type { Link } from './link.js';
import type { BackendRequest } from './open-backend.js';

/** What the links of a run are made of. */
export interface LinkBackend {
  readonly name: BackendRequest['name'];
  /** Opens a link; what it needs is started with the first one. */
  open(options: EmbeddedLinkOptions): Promise<Link>;
  /** Ends everything that was started for links, which are closed by then. Idempotent. */
  close(): Promise<void>;
}

/** Links in this process, which need nothing. */
export const EMBEDDED_BACKEND: LinkBackend = {
  name: 'embedded',
  open: openEmbeddedLink,
  close: () => Promise.resolve(),
};
