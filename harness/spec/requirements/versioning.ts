import { only, requirement } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Versions, eras, discovery and extensions. */
export const VERSIONING_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'discover.client-picks-listed',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: declare a version out of supportedVersions in whatever follows discovery.',
    only('2026-07-28', 'STATED', 'server/discover#discoverresult; schema.ts DiscoverResult.supportedVersions'),
  ),
  requirement(
    'discover.implemented',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: answer server/discover, even as the very first thing it is asked.',
    only('2026-07-28', 'MUST', 'server/discover; basic/versioning#protocol-version-negotiation'),
  ),
  requirement(
    'discover.optional-for-client',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: start with any method it likes; servers must not insist on discovery.',
    only('2026-07-28', 'MAY', 'server/discover#when-to-call; basic/versioning#protocol-version-negotiation'),
  ),
  requirement(
    'discover.result-shape',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: fill supportedVersions, capabilities and cache hints of the discover result truthfully.',
    only('2026-07-28', 'STATED', 'server/discover#discoverresult; schema.ts DiscoverResult'),
  ),
  requirement(
    'versioning.cache-era',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: detect once what a server speaks and keep that for its process or origin.',
    only('2026-07-28', 'SHOULD', 'basic/versioning#backward-compatibility-with-initialization-based-versions'),
  ),
  requirement(
    'versioning.client-selects-supported',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: switch on -32022 to a version that both sides speak, or fail and say why.',
    only('2026-07-28', 'SHOULD', 'basic/versioning#protocol-version-negotiation'),
  ),
  requirement(
    'versioning.dual-era-selection',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: treat each opening by its own era where it offers both, side by side.',
    only('2026-07-28', 'STATED', 'basic/versioning#compatibility-matrix'),
  ),
  requirement(
    'versioning.extension-document-fallback',
    { role: 'both', transport: 'any', testability: 'untestable' },
    'Both sides: write down what an extension does towards peers that lack it.',
    only('2026-07-28', 'SHOULD', 'basic/versioning#extension-negotiation'),
  ),
  requirement(
    'versioning.extension-id-format',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: key capabilities.extensions by prefixed names that obey the _meta grammar.',
    only(
      '2026-07-28',
      'MUST',
      'basic/versioning#extension-negotiation; schema.ts ClientCapabilities, ServerCapabilities',
    ),
  ),
  requirement(
    'versioning.extension-mismatch',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Both sides: use plain core behaviour, or an error, towards peers without the extension.',
    only('2026-07-28', 'MUST', 'basic/versioning#extension-negotiation'),
  ),
  requirement(
    'versioning.legacy-scope',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: confine the old era to its session or process; serve modern requests statelessly.',
    only('2026-07-28', 'STATED', 'basic/versioning#compatibility-matrix'),
  ),
  requirement(
    'versioning.modern-only-names-versions',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: list what it speaks when it turns an initialize down.',
    only('2026-07-28', 'SHOULD', 'basic/versioning#backward-compatibility-with-initialization-based-versions'),
  ),
  requirement(
    'versioning.persist-era',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: store what era a server had, but detect afresh when that fails.',
    only('2026-07-28', 'MAY', 'basic/versioning#backward-compatibility-with-initialization-based-versions'),
  ),
  requirement(
    'versioning.unsupported-error',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: reply -32022 with data.supported where it does not speak the declared version.',
    only(
      '2026-07-28',
      'MUST',
      'basic/versioning#protocol-version-negotiation; basic/transports/streamable-http#protocol-version-header; schema.ts UnsupportedProtocolVersionError',
    ),
  ),
];
