import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** The handshake, capabilities, version negotiation and shutdown. */
export const LIFECYCLE_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'capability.client-declares',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: name in its capabilities each feature it will serve, before it is used.',
    span('2024-11-05', '2025-03-26', 'MUST', 'client/roots#capabilities; client/sampling#capabilities'),
    span(
      '2025-06-18',
      '2026-07-28',
      'MUST',
      'client/roots#capabilities; client/sampling#capabilities; client/elicitation#capabilities',
    ),
  ),
  requirement(
    'capability.server-declares',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: name in its capabilities each feature whose methods it serves.',
    only(
      '2024-11-05',
      'MUST',
      'server/tools#capabilities; server/resources#capabilities; server/prompts#capabilities; server/utilities/logging#capabilities',
    ),
    span(
      '2025-03-26',
      '2026-07-28',
      'MUST',
      'server/tools#capabilities; server/resources#capabilities; server/prompts#capabilities; server/utilities/logging#capabilities; server/utilities/completion#capabilities',
    ),
  ),
  requirement(
    'lifecycle.client-initialize',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: fill protocolVersion, capabilities and clientInfo of its first request.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/lifecycle#initialization'),
  ),
  requirement(
    'lifecycle.client-no-early-requests',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: request nothing but ping while it awaits the initialize result.',
    span('2024-11-05', '2025-11-25', 'SHOULD NOT', 'basic/lifecycle#initialization'),
  ),
  requirement(
    'lifecycle.errors.prepared',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: end a failed negotiation or a timeout in a clear error, not in a hang.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/lifecycle#error-handling'),
  ),
  requirement(
    'lifecycle.init-first',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: start with the initialize exchange; only ping may come earlier.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/lifecycle#initialization'),
  ),
  requirement(
    'lifecycle.initialized-notification',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: send notifications/initialized once, right after initialize succeeded.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/lifecycle#initialization'),
  ),
  requirement(
    'lifecycle.operate.negotiated-capabilities',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: leave alone what the peer has not declared in the handshake.',
    span('2024-11-05', '2025-03-26', 'SHOULD', 'basic/lifecycle#operation'),
    span('2025-06-18', '2025-11-25', 'MUST', 'basic/lifecycle#operation'),
  ),
  requirement(
    'lifecycle.operate.respect-version',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: speak the agreed revision and use nothing newer or removed.',
    span('2024-11-05', '2025-03-26', 'SHOULD', 'basic/lifecycle#operation'),
    span('2025-06-18', '2025-11-25', 'MUST', 'basic/lifecycle#operation'),
  ),
  requirement(
    'lifecycle.server-init-response',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: fill protocolVersion, capabilities and serverInfo of its initialize result.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/lifecycle#initialization'),
  ),
  requirement(
    'lifecycle.server-no-early-requests',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: request nothing but ping, logging aside, until notifications/initialized is in.',
    span('2024-11-05', '2025-11-25', 'SHOULD NOT', 'basic/lifecycle#initialization'),
  ),
  requirement(
    'lifecycle.shutdown.http-close',
    { role: 'both', transport: 'streamable-http', testability: 'direct' },
    'Both sides: close open HTTP connections to leave; no message announces it.',
    span('2025-03-26', '2025-11-25', 'STATED', 'basic/lifecycle#http'),
  ),
  requirement(
    'lifecycle.version.client-disconnect',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: leave, sending nothing more, when the server names a version it does not speak.',
    span(
      '2024-11-05',
      '2025-11-25',
      'SHOULD',
      'basic/lifecycle#version-negotiation; schema.ts InitializeResult.protocolVersion',
    ),
  ),
  requirement(
    'lifecycle.version.client-latest',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: propose in initialize the latest revision it speaks.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/lifecycle#version-negotiation'),
  ),
  requirement(
    'lifecycle.version.client-supported',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: propose in initialize only a revision that it really speaks.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/lifecycle#version-negotiation'),
  ),
  requirement(
    'lifecycle.version.server-alternative',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: name another revision in its result when it does not speak the proposed one.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/lifecycle#version-negotiation'),
  ),
  requirement(
    'lifecycle.version.server-latest',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: name the latest revision it speaks when it has to make a counter-offer.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/lifecycle#version-negotiation'),
  ),
  requirement(
    'lifecycle.version.server-same',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: return the proposed revision itself whenever it speaks it.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/lifecycle#version-negotiation'),
  ),
];
