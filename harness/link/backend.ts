import { beyondBackends } from '../faults/ability.js';
import type { FaultSpec } from '../faults/fault.js';
import type { EmbeddedLinkOptions } from './embedded/embedded-link.js';
import { openEmbeddedLink } from './embedded/embedded-link.js';
import type { Link } from './link.js';
import type { BackendRequest } from './open-backend.js';
import { restoredAtTheEnd } from './restored-link.js';
import type { SutControl } from './sut-control.js';
import { controlOfLink } from './sut-control.js';
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

/** Links in this process to a server that the harness holds, so that they can also do something to the server itself. */
export function embeddedBackendHolding(server: SutControl): LinkBackend {
  return {
    ...EMBEDDED_BACKEND,
    beyond: (spec) => beyondBackends(spec, ['embedded', 'process']),
    async open(options) {
      const sut = controlOfLink(server);
      return restoredAtTheEnd(await openEmbeddedLink({ ...options, sut }), () => sut.restore());
    },
  };
}
