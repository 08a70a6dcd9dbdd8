import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** The `_meta` member of requests, results and notifications. */
export const MESSAGE_METADATA_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'meta.info.display-only',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: treat clientInfo and serverInfo as labels; decide nothing by them.',
    only('2026-07-28', 'SHOULD NOT', 'basic/index#meta (note); schema.ts RequestMetaObject, ResultMetaObject'),
  ),
  requirement(
    'meta.keys.name-grammar',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: let the name part of a _meta key start and finish on a letter or digit.',
    span('2025-06-18', '2026-07-28', 'MUST', 'basic/index#meta (name)'),
  ),
  requirement(
    'meta.keys.no-assumptions',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: read no meaning into an undocumented key whose prefix MCP reserves.',
    span('2025-06-18', '2026-07-28', 'MUST NOT', 'basic/index#meta'),
  ),
  requirement(
    'meta.keys.prefix-grammar',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: write the prefix of a _meta key as labels joined by dots, with a final slash.',
    span('2025-06-18', '2026-07-28', 'MUST', 'basic/index#meta (prefix, labels)'),
  ),
  requirement(
    'meta.keys.reserved-prefix',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: define no _meta keys of their own below an MCP-owned prefix.',
    span('2025-06-18', '2026-07-28', 'STATED', 'basic/index#meta (reserved prefixes)'),
  ),
  requirement(
    'meta.keys.reverse-dns',
    { role: 'both', transport: 'any', testability: 'direct' },
    "Both sides: prefix private _meta keys by a domain of one's own, last label first.",
    span('2025-11-25', '2026-07-28', 'SHOULD', 'basic/index#meta (prefix)'),
  ),
  requirement(
    'meta.request.client-capabilities',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: put a clientCapabilities object into _meta each time it sends a request.',
    only('2026-07-28', 'MUST', 'basic/index#meta (per-request protocol fields)'),
  ),
  requirement(
    'meta.request.client-info',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: name itself through clientInfo in _meta each time it sends a request.',
    only('2026-07-28', 'SHOULD', 'basic/index#meta (per-request protocol fields); schema.ts RequestMetaObject'),
  ),
  requirement(
    'meta.request.missing-capability-error',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: reply -32021 with data.requiredCapabilities if the client declared less than it takes.',
    only(
      '2026-07-28',
      'MUST',
      'basic/index#meta (per-request protocol fields); schema.ts MissingRequiredClientCapabilityError',
    ),
  ),
  requirement(
    'meta.request.missing-capability-http-400',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: let HTTP status 400 accompany a -32021 body.',
    only(
      '2026-07-28',
      'MUST',
      'basic/index#meta (per-request protocol fields); schema.ts MissingRequiredClientCapabilityError',
    ),
  ),
  requirement(
    'meta.request.missing-field-http-400',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: let HTTP status 400 accompany the -32602 for incomplete _meta.',
    only('2026-07-28', 'MUST', 'basic/index#meta (per-request protocol fields)'),
  ),
  requirement(
    'meta.request.missing-field-rejected',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: refuse with -32602 where _meta is incomplete, whatever earlier requests had said.',
    only('2026-07-28', 'MUST', 'basic/index#meta (per-request protocol fields)'),
  ),
  requirement(
    'meta.request.protocol-version',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: put its protocolVersion into _meta each time it sends a request.',
    only(
      '2026-07-28',
      'MUST',
      'basic/index#meta (per-request protocol fields); basic/versioning#protocol-version-negotiation',
    ),
  ),
  requirement(
    'meta.request.undeclared-capability',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: judge by this very request what the client can do; ask for nothing beyond that.',
    only('2026-07-28', 'MUST NOT', 'basic/index#meta (per-request protocol fields)'),
  ),
  requirement(
    'meta.response.server-info',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: name itself through serverInfo in the _meta of its results.',
    only('2026-07-28', 'SHOULD', 'basic/index#meta (per-response protocol fields); server/discover#discoverresult'),
  ),
  requirement(
    'meta.trace.formats',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: let traceparent, tracestate and baggage keep to the W3C grammars.',
    only('2026-07-28', 'MUST', 'basic/index#meta (trace context)'),
  ),
];
