import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Log notifications and their levels. */
export const LOGGING_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'logging.invalid-level',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: reply -32602 where the log level is none of the known ones.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/utilities/logging#error-handling'),
  ),
  requirement(
    'logging.opt-in',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: send notifications/message only for requests that carry logLevel.',
    only('2026-07-28', 'MUST NOT', 'server/utilities/logging#per-request-log-level; schema.ts RequestMetaObject'),
  ),
  requirement(
    'logging.rate-limit',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: hold its log output down so that answers get through.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/utilities/logging#implementation-considerations'),
  ),
  requirement(
    'logging.request-stream-only',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: send log messages where their own request is answered and nowhere else.',
    only('2026-07-28', 'MUST NOT', 'server/utilities/logging#per-request-log-level'),
  ),
  requirement(
    'logging.set-level',
    { role: 'client', transport: 'any', testability: 'needs-cooperation' },
    'Client: choose a log level by logging/setLevel, or leave it to the server.',
    span('2024-11-05', '2025-11-25', 'MAY', 'server/utilities/logging#setting-log-level'),
  ),
  requirement(
    'logging.threshold',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: send log messages of the wanted severity or above, none below.',
    only('2026-07-28', 'MAY', 'server/utilities/logging#per-request-log-level'),
  ),
];
