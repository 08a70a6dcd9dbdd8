import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: the stream opened by GET, and several streams at once. */
export const HTTP_GET_STREAM_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.get.405-tolerated',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: work on without a GET stream where that is refused by 405, and stop asking.',
    span('2025-03-26', '2025-11-25', 'STATED', 'basic/transports#listening-for-messages-from-the-server item 3'),
  ),
  requirement(
    'http.get.accept-sse',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: include text/event-stream as Accept when it opens a GET.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#listening-for-messages-from-the-server item 2'),
  ),
  requirement(
    'http.get.either-may-close',
    { role: 'both', transport: 'streamable-http', testability: 'direct' },
    'Both sides: close the GET stream at will; the session goes on without it.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#listening-for-messages-from-the-server item 4'),
  ),
  requirement(
    'http.get.messages-unrelated',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: use GET streams for what belongs to no running call.',
    span('2025-03-26', '2025-11-25', 'SHOULD NOT', 'basic/transports#listening-for-messages-from-the-server item 4'),
  ),
  requirement(
    'http.get.no-responses',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: bring results on the stream they belong to, never on a fresh GET.',
    span('2025-03-26', '2025-11-25', 'MUST NOT', 'basic/transports#listening-for-messages-from-the-server item 4'),
  ),
  requirement(
    'http.get.optional',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: open a GET stream or go without; calls have to work both ways.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#listening-for-messages-from-the-server item 1'),
  ),
  requirement(
    'http.get.polling-retry',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: announce a delay by "retry:" before it closes a GET connection to be polled.',
    only('2025-11-25', 'SHOULD', 'basic/transports#listening-for-messages-from-the-server item 4'),
  ),
  requirement(
    'http.get.server-may-send',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: use an open GET stream for its own messages; clients handle and answer these.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#listening-for-messages-from-the-server item 4'),
  ),
  requirement(
    'http.get.sse-or-405',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: accept GET by sending event-stream headers right away, or refuse it by 405.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#listening-for-messages-from-the-server item 3'),
  ),
  requirement(
    'http.multi.many-streams',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: keep several SSE streams open in parallel; servers feed each of them.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#multiple-connections item 1'),
  ),
  requirement(
    'http.multi.one-stream-per-message',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: let a message go out once in all, however many streams the session has.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#multiple-connections item 2'),
  ),
];
