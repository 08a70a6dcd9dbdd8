import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Cancellation on any transport. */
export const CANCELLATION_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'cancel.client-signals',
    { role: 'client', transport: 'any', testability: 'direct' },
    "Client: tell the server, in the transport's way, about each call it gives up.",
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation'),
  ),
  requirement(
    'cancel.invalid-ignored',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: let a cancellation that fits no running request pass without effect.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/cancellation#error-handling'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#error-handling'),
  ),
  requirement(
    'cancel.late-response-ignored',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Requester: drop an answer to a call it gave up, leaving other calls untouched.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/cancellation#behavior-requirements'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#behavior-requirements item 5'),
  ),
  requirement(
    'cancel.not-initialize',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: send no notifications/cancelled that names its initialize request.',
    span(
      '2024-11-05',
      '2025-11-25',
      'MUST NOT',
      'basic/utilities/cancellation#behavior-requirements item 2; schema.ts CancelledNotification',
    ),
  ),
  requirement(
    'cancel.own-inflight-only',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: name in a cancellation only an own request that is still unanswered.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/utilities/cancellation#behavior-requirements item 1'),
    only('2026-07-28', 'MUST', 'basic/patterns/cancellation#behavior-requirements item 1'),
  ),
  requirement(
    'cancel.race-graceful',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: stay usable when an answer and a cancellation pass each other.',
    span('2024-11-05', '2025-11-25', 'MUST', 'basic/utilities/cancellation#timing-considerations'),
    only('2026-07-28', 'MUST', 'basic/patterns/cancellation#timing-considerations'),
  ),
  requirement(
    'cancel.receiver-may-ignore',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: leave a cancellation aside that comes too late or cannot be done; the canceller copes.',
    span('2024-11-05', '2025-11-25', 'MAY', 'basic/utilities/cancellation#behavior-requirements'),
    only('2026-07-28', 'MAY', 'basic/patterns/cancellation#behavior-requirements item 4'),
  ),
  requirement(
    'cancel.receiver-no-response',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: leave a request unanswered once it was cancelled.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/cancellation#behavior-requirements'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#behavior-requirements item 3'),
  ),
  requirement(
    'cancel.receiver-stops',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Receiver: abort work whose request was cancelled and release what it held.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/cancellation#behavior-requirements'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#behavior-requirements item 3'),
  ),
  requirement(
    'cancel.report',
    { role: 'both', transport: 'any', testability: 'untestable' },
    'Both sides: make cancellations and their causes visible to users and in logs.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'basic/utilities/cancellation#implementation-notes'),
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#implementation-notes'),
  ),
  requirement(
    'cancel.server-only-for-subscriptions',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: name in notifications/cancelled nothing but an open subscriptions/listen.',
    only(
      '2026-07-28',
      'MUST NOT',
      'basic/patterns/cancellation; basic/patterns/cancellation#behavior-requirements item 2; schema.ts CancelledNotification',
    ),
  ),
  requirement(
    'cancel.server-subscription-teardown',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: tell a subscriber by notifications/cancelled that it ends the subscription.',
    only('2026-07-28', 'MUST', 'basic/patterns/cancellation'),
  ),
  requirement(
    'cancel.task-via-tasks-cancel',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Requestor: stop a task through tasks/cancel, not through notifications/cancelled.',
    only(
      '2025-11-25',
      'MUST',
      'basic/utilities/cancellation#behavior-requirements item 3; schema.ts CancelledNotificationParams',
    ),
  ),
];
