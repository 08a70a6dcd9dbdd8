import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Progress notifications and their tokens. */
export const PROGRESS_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'progress.active-token-only',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: attach to progress only the token of a request that it is still working on.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/utilities/progress#behavior-requirements item 1'),
    only('2026-07-28', 'MUST', 'basic/patterns/progress#behavior-requirements item 1'),
  ),
  requirement(
    'progress.fractional',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: report progress in decimals at will; requesters read them.',
    span('2024-11-05', '2025-11-25', 'MAY', 'basic/utilities/progress#progress-flow'),
    only('2026-07-28', 'MAY', 'basic/patterns/progress#progress-flow'),
  ),
  requirement(
    'progress.increasing',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Receiver: report a higher progress value each time, across reconnects too.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/utilities/progress#progress-flow'),
    only('2026-07-28', 'MUST', 'basic/patterns/progress#progress-flow'),
  ),
  requirement(
    'progress.message',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Receiver: fill message, if it sends one, with words a person understands.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/utilities/progress#progress-flow'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/progress#progress-flow'),
  ),
  requirement(
    'progress.optional',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: report as little progress as it likes; the call completes all the same.',
    span('2024-11-05', '2025-11-25', 'MAY', 'basic/utilities/progress#behavior-requirements item 2'),
    only('2026-07-28', 'MAY', 'basic/patterns/progress#behavior-requirements item 2'),
  ),
  requirement(
    'progress.rate-limit',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Both sides: space out progress so that nobody is flooded.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/progress#implementation-notes'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/progress#implementation-notes'),
  ),
  requirement(
    'progress.stops',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Receiver: report nothing further for a token whose request was answered.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/utilities/progress#implementation-notes'),
    only('2026-07-28', 'MUST', 'basic/patterns/progress#implementation-notes'),
  ),
  requirement(
    'progress.task-token-lives',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Receiver: report on a task under the token of the first request, until it is over.',
    only(
      '2025-11-25',
      'MUST',
      'basic/utilities/progress#behavior-requirements item 3; basic/utilities/tasks#task-progress-notifications',
    ),
  ),
  requirement(
    'progress.token-type',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: choose text or whole numbers for progressToken and return them unchanged.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/utilities/progress#progress-flow'),
    only('2026-07-28', 'MUST', 'basic/patterns/progress#progress-flow'),
  ),
  requirement(
    'progress.token-unique',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Requester: give no two open requests the same progressToken.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/utilities/progress#progress-flow'),
    only('2026-07-28', 'MUST', 'basic/patterns/progress#progress-flow'),
  ),
  requirement(
    'progress.track-tokens',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: know which tokens are live and let progress for others pass unharmed.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/progress#implementation-notes'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/progress#implementation-notes'),
  ),
];
