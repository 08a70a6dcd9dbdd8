import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Deadlines of requests. */
export const TIMEOUT_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'timeout.absolute-cap',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Requester: give up on a call at some upper limit even while progress keeps coming.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/lifecycle#timeouts'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#timeouts'),
  ),
  requirement(
    'timeout.all-requests',
    { role: 'both', transport: 'any', testability: 'direct' },
    "Requester: end the wait for any answer, the handshake's too, within a bounded time.",
    only('2024-11-05', 'SHOULD', 'basic/lifecycle#error-handling'),
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/lifecycle#timeouts'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#timeouts'),
  ),
  requirement(
    'timeout.cancel-on-expiry',
    { role: 'both', transport: 'any', testability: 'direct' },
    "Requester: tell the peer, in the transport's way, that a call which ran out of time is over.",
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/lifecycle#timeouts'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#timeouts'),
  ),
  requirement(
    'timeout.per-request-config',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Both sides: let a caller choose how long a single request may take, and keep to it.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/lifecycle#timeouts'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#timeouts'),
  ),
  requirement(
    'timeout.progress-resets',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Requester: extend a deadline as progress comes in, or leave it; either is fine.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/lifecycle#timeouts'),
    only('2026-07-28', 'MAY', 'basic/patterns/cancellation#timeouts'),
  ),
];
