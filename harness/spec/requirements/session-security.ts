import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** What session ids and state handles may and may not stand for. */
export const SESSION_SECURITY_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'security.handle-not-auth',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: check who presents a state handle, however valid the handle is.',
    only('2026-07-28', 'MUST NOT', 'security_best_practices#state-handle-hijacking'),
  ),
  requirement(
    'security.handle-unpredictable',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    "Server: issue state handles nobody can guess or use in another's name.",
    only('2026-07-28', 'SHOULD', 'security_best_practices#state-handle-hijacking'),
  ),
  requirement(
    'security.session-bound-to-user',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: give a session and its queued messages to no user but its owner.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'security_best_practices#session-hijacking'),
  ),
  requirement(
    'security.session-not-auth',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: ask for credentials even from callers that know a session id.',
    span('2024-11-05', '2025-11-25', 'MUST NOT', 'security_best_practices#session-hijacking'),
  ),
  requirement(
    'security.session-unpredictable',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: derive no session id from counters, clocks or the like.',
    span('2024-11-05', '2025-11-25', 'MUST', 'security_best_practices#session-hijacking'),
  ),
  requirement(
    'security.verify-every-request',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: check credentials anew on every request, of whichever HTTP method.',
    span('2024-11-05', '2025-11-25', 'MUST', 'security_best_practices#session-hijacking'),
    only('2026-07-28', 'MUST', 'security_best_practices#state-handle-hijacking'),
  ),
];
