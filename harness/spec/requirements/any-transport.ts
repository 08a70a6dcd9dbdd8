import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Rules for every transport, home-made ones included. */
export const ANY_TRANSPORT_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'transport.body-authoritative',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: believe the JSON body when a header contradicts it.',
    only('2026-07-28', 'STATED', 'basic/transports/index#request-metadata'),
  ),
  requirement(
    'transport.client-offers-stdio',
    { role: 'client', transport: 'stdio', testability: 'direct' },
    'Client: be able to run and use servers over stdio if the platform permits.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/transports'),
  ),
  requirement(
    'transport.custom.allowed',
    { role: 'both', transport: 'any', testability: 'untestable' },
    "Both sides: use a transport of one's own where it suits; the standard ones are not exclusive.",
    span('2024-11-05', '2025-11-25', 'MAY', 'basic/transports#custom-transports'),
    only('2026-07-28', 'MAY', 'basic/transports/index#custom-transports'),
  ),
  requirement(
    'transport.custom.document',
    { role: 'both', transport: 'any', testability: 'untestable' },
    'Both sides: publish connection and framing details of a home-made transport.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/transports#custom-transports'),
    only('2026-07-28', 'SHOULD', 'basic/transports/index#custom-transports'),
  ),
  requirement(
    'transport.custom.preserve-semantics',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Both sides: run unchanged JSON-RPC messages and lifecycle over a home-made transport.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/transports#custom-transports'),
    only('2026-07-28', 'MUST', 'basic/transports/index#custom-transports'),
  ),
  requirement(
    'transport.custom.reuse-stdio-framing',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Both sides: carry one JSON message a line on sockets and similar byte streams.',
    only('2026-07-28', 'SHOULD', 'basic/transports/index#custom-transports; basic/transports/stdio'),
  ),
  requirement(
    'transport.deliver-both-directions',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: get every message to the far end of a healthy link exactly once.',
    only('2026-07-28', 'MUST', 'basic/transports/index#messages'),
  ),
  requirement(
    'transport.no-server-requests',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: send only responses and notifications; requests come from clients alone.',
    only('2026-07-28', 'MUST NOT', 'basic/patterns/index; basic/transports/index#messages'),
  ),
  requirement(
    'transport.utf8',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: write JSON-RPC text as UTF-8 and read it back intact however it is split.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports'),
    only('2026-07-28', 'MUST', 'basic/transports/index#messages'),
  ),
];
