import { requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Ping. */
export const PING_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'ping.configurable',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Both sides: let users choose how often to ping and how long to wait.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/ping#implementation-considerations'),
  ),
  requirement(
    'ping.log-failures',
    { role: 'both', transport: 'any', testability: 'untestable' },
    'Both sides: write unanswered pings to a log.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/ping#error-handling'),
  ),
  requirement(
    'ping.not-excessive',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: keep pings rare, after a failure as well.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/ping#implementation-considerations'),
  ),
  requirement(
    'ping.periodic',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: send pings on an idle link now and again to see if it lives.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/ping#implementation-considerations'),
  ),
  requirement(
    'ping.respond',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: reply {} to ping without delay, whatever else is going on.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/utilities/ping#behavior-requirements item 1'),
  ),
  requirement(
    'ping.timeout-actions',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Sender: close, reconnect or mark the link dead if ping fails; pending calls must end.',
    span('2024-11-05', '2025-11-25', 'MAY', 'basic/utilities/ping#behavior-requirements item 2'),
  ),
  requirement(
    'ping.timeout-is-failure',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Sender: regard a link on which ping got no reply as broken.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/ping#error-handling'),
  ),
];
