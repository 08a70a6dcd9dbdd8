import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: the `MCP-Protocol-Version` header. */
export const HTTP_VERSION_HEADER_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.version-header.client-sends',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: set MCP-Protocol-Version on each HTTP request that the revision demands it on.',
    span(
      '2025-06-18',
      '2025-11-25',
      'MUST',
      'basic/transports#protocol-version-header; basic/lifecycle#version-negotiation',
    ),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#protocol-version-header'),
  ),
  requirement(
    'http.version-header.default',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: serve requests lacking a version header as 2025-03-26 unless it knows better.',
    span('2025-06-18', '2025-11-25', 'SHOULD', 'basic/transports#protocol-version-header'),
    only('2026-07-28', 'MAY', 'basic/transports/streamable-http#protocol-version-header'),
  ),
  requirement(
    'http.version-header.invalid-400',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: reply 400 where MCP-Protocol-Version names something it does not speak.',
    span('2025-06-18', '2025-11-25', 'MUST', 'basic/transports#protocol-version-header'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#protocol-version-header'),
  ),
  requirement(
    'http.version-header.matches-body',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: write one and the same version into the header and _meta.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#protocol-version-header; schema.ts RequestMetaObject'),
  ),
  requirement(
    'http.version-header.mismatch-rejected',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: return 400 and -32020 when MCP-Protocol-Version contradicts _meta, running nothing.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#protocol-version-header'),
  ),
  requirement(
    'http.version-header.missing-rejected',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: return 400 where MCP-Protocol-Version is absent, unless it serves old clients too.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#protocol-version-header; basic/transports/streamable-http#server-validation',
    ),
  ),
  requirement(
    'http.version-header.negotiated-value',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: set MCP-Protocol-Version to what initialize settled on.',
    span('2025-06-18', '2025-11-25', 'SHOULD', 'basic/transports#protocol-version-header'),
  ),
];
