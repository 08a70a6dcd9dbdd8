import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Subscriptions and notifications of change. */
export const SUBSCRIPTION_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'subs.ack-first',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: open a subscription with its acknowledgement, at once and ahead of all else.',
    only('2026-07-28', 'MUST', 'basic/patterns/subscriptions#acknowledgment'),
  ),
  requirement(
    'subs.ack-order-per-id',
    { role: 'client', transport: 'stdio', testability: 'direct' },
    'Client: cope with events of one subscription that come while it opens a further one.',
    only('2026-07-28', 'MAY', 'basic/patterns/subscriptions#acknowledgment'),
  ),
  requirement(
    'subs.ack-subset',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: confirm exactly those requested types that it is going to deliver.',
    only(
      '2026-07-28',
      'STATED',
      'basic/patterns/subscriptions#acknowledgment; schema.ts SubscriptionsAcknowledgedNotificationParams',
    ),
  ),
  requirement(
    'subs.client-cancel',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: unsubscribe by closing the HTTP stream, or on stdio through notifications/cancelled.',
    only('2026-07-28', 'STATED', 'basic/patterns/subscriptions#cancellation'),
  ),
  requirement(
    'subs.client-checks-ack',
    { role: 'client', transport: 'any', testability: 'needs-cooperation' },
    'Client: notice which requested types were not granted, and not wait for them.',
    only('2026-07-28', 'SHOULD', 'basic/patterns/subscriptions#acknowledgment'),
  ),
  requirement(
    'subs.client-correlates',
    { role: 'client', transport: 'stdio', testability: 'needs-cooperation' },
    'Client: route each notification on stdio by its subscriptionId.',
    only(
      '2026-07-28',
      'MUST',
      'basic/patterns/subscriptions#receiving-notifications; basic/transports/stdio#receiving-messages item 3',
    ),
  ),
  requirement(
    'subs.concurrent',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: keep more than one listen request open; servers serve each by itself.',
    only('2026-07-28', 'MAY', 'basic/patterns/subscriptions#multiple-concurrent-subscriptions'),
  ),
  requirement(
    'subs.drop-is-unexpected',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: reopen a subscription that ended without its closing result, under a fresh id.',
    only('2026-07-28', 'MAY', 'basic/patterns/subscriptions#graceful-closure'),
  ),
  requirement(
    'subs.graceful-close',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: answer open listen requests before it shuts their streams.',
    only(
      '2026-07-28',
      'SHOULD',
      'basic/patterns/subscriptions#cancellation; basic/patterns/subscriptions#graceful-closure; schema.ts SubscriptionsListenResult',
    ),
  ),
  requirement(
    'subs.graceful-close-tagged',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: put subscriptionId into the result that closes a subscription.',
    only(
      '2026-07-28',
      'STATED',
      'basic/patterns/subscriptions#graceful-closure; schema.ts SubscriptionsListenResultMetaObject',
    ),
  ),
  requirement(
    'subs.id-tagged',
    { role: 'server', transport: 'any', testability: 'direct' },
    "Server: put subscriptionId, equal to the listen request's id, into all it sends there.",
    only(
      '2026-07-28',
      'MUST',
      'basic/patterns/subscriptions#receiving-notifications; basic/index#meta; schema.ts NotificationMetaObject',
    ),
  ),
  requirement(
    'subs.list-changed',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: announce changed lists if it declared listChanged, once for each change.',
    span(
      '2024-11-05',
      '2025-11-25',
      'SHOULD',
      'server/tools#list-changed-notification; server/resources#list-changed-notification; server/prompts#list-changed-notification',
    ),
    only(
      '2026-07-28',
      'SHOULD',
      'server/tools#list-changed-notification; server/resources#list-changed-notification; server/prompts#list-changed-notification; basic/patterns/subscriptions',
    ),
  ),
  requirement(
    'subs.no-request-scoped',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: put nothing on a subscription beyond granted types and its closing result.',
    only('2026-07-28', 'STATED', 'basic/transports/streamable-http#receiving-messages'),
  ),
  requirement(
    'subs.no-state-across-links',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: forget subscriptions when their link ends; a new link starts without any.',
    only('2026-07-28', 'STATED', 'basic/patterns/subscriptions#graceful-closure'),
  ),
  requirement(
    'subs.nothing-before-ack',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: hold back events of a subscription until it has been acknowledged.',
    only('2026-07-28', 'MUST NOT', 'basic/patterns/subscriptions#acknowledgment'),
  ),
  requirement(
    'subs.only-requested',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: deliver no event type that the filter leaves out.',
    only('2026-07-28', 'MUST NOT', 'basic/patterns/subscriptions#opening-a-stream; schema.ts SubscriptionFilter'),
  ),
  requirement(
    'subs.resource-updated',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: announce changes of the resources a client watches, not of others.',
    span('2024-11-05', '2025-11-25', 'STATED', 'server/resources#subscriptions; schema.ts ResourceUpdatedNotification'),
    only('2026-07-28', 'STATED', 'server/resources#subscriptions; basic/patterns/subscriptions'),
  ),
  requirement(
    'subs.stdio-resubscribe',
    { role: 'client', transport: 'stdio', testability: 'direct' },
    'Client: subscribe afresh to all it had open when a stdio server comes back.',
    only(
      '2026-07-28',
      'MUST',
      'basic/patterns/subscriptions#graceful-closure; basic/transports/stdio#unexpected-termination',
    ),
  ),
];
