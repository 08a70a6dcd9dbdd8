import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: working with older peers and finding out their era. */
export const HTTP_OLDER_PEER_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.compat.fallback-initialize',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: send initialize when a 400 has no body that a modern server would write.',
    only(
      '2026-07-28',
      'STATED',
      'basic/transports/streamable-http#backward-compatibility; basic/versioning#compatibility-matrix',
    ),
  ),
  requirement(
    'http.compat.inspect-400',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: read what a 400 says first; -32020 to -32022 rule out the old handshake.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#backward-compatibility'),
  ),
  requirement(
    'http.compat.modern-error-stays',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: repair its request as a modern error tells it to, and stay with this era.',
    only(
      '2026-07-28',
      'STATED',
      'basic/transports/streamable-http#backward-compatibility; basic/versioning#backward-compatibility-with-initialization-based-versions',
    ),
  ),
  requirement(
    'http.compat.modern-first',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: open with a request of the new era to learn what the server speaks.',
    only('2026-07-28', 'MAY', 'basic/transports/streamable-http#backward-compatibility'),
  ),
  requirement(
    'http.compat.old-sse-fallback',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: open a GET for an endpoint event if its first POST gets a listed 4xx.',
    span('2025-03-26', '2025-11-25', 'STATED', 'basic/transports#backwards-compatibility'),
    only('2026-07-28', 'STATED', 'basic/transports/streamable-http (HTTP+SSE Transport)'),
  ),
  requirement(
    'http.compat.server-hosts-old',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: serve HTTP+SSE beside the MCP URL if it wants to reach older clients.',
    span('2025-03-26', '2025-11-25', 'STATED', 'basic/transports#backwards-compatibility'),
    only('2026-07-28', 'STATED', 'basic/transports/streamable-http (HTTP+SSE Transport)'),
  ),
  requirement(
    'http.legacy.get-delete-405',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: reply 405 to GET and DELETE if it speaks the stateless era alone.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#earlier-streamable-http-revisions'),
  ),
  requirement(
    'http.legacy.last-event-id-ignored',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: serve a request just the same whether or not it has Last-Event-ID.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#earlier-streamable-http-revisions'),
  ),
  requirement(
    'http.legacy.session-header-ignored',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: serve a request just the same with Mcp-Session-Id, and never send one.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#earlier-streamable-http-revisions'),
  ),
];
