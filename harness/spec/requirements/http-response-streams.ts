import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: the event stream that answers a request. */
export const HTTP_RESPONSE_STREAM_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.stream.batched-events',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: put a JSON array into the data of an event at will; clients read every element.',
    only(
      '2025-03-26',
      'MAY',
      'basic/transports#sending-messages-to-the-server item 6; basic/transports#listening-for-messages-from-the-server item 4',
    ),
  ),
  requirement(
    'http.stream.cancel-explicit',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: POST notifications/cancelled for a call it gives up; closing the stream does not say so.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.client-polls',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: come back by GET and Last-Event-ID if a stream closes ahead of its result.',
    only('2025-11-25', 'SHOULD', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.client-tolerates-missing-end',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: resolve a call once its response event is in, even if the stream stays open.',
    span('2025-03-26', '2025-11-25', 'STATED', 'basic/transports#sending-messages-to-the-server item 6'),
    only('2026-07-28', 'STATED', 'basic/transports/streamable-http#receiving-messages item 3'),
  ),
  requirement(
    'http.stream.close-on-session-expiry',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: close a stream without response when its session lapses; the client must not hang.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.disconnect-anytime',
    { role: 'both', transport: 'streamable-http', testability: 'direct' },
    'Both sides: stay in a sound state whatever byte a connection breaks at.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.disconnect-not-cancel',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: let a call run on when its connection breaks; only a notification cancels it.',
    span('2025-03-26', '2025-11-25', 'SHOULD NOT', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.end-after-response',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: close a POST stream soon after its final response.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#sending-messages-to-the-server item 6'),
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#receiving-messages item 3'),
  ),
  requirement(
    'http.stream.eventual-response',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    "Server: bring each call's answer on that call's own stream before closing it for good.",
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.keepalive-comment',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: write an SSE comment from time to time so that idle limits do not cut a stream.',
    only('2026-07-28', 'STATED', 'basic/transports/streamable-http#receiving-messages (note)'),
  ),
  requirement(
    'http.stream.messages-related',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    "Server: send on a call's stream only what belongs to that call.",
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#sending-messages-to-the-server item 6'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#receiving-messages item 1'),
  ),
  requirement(
    'http.stream.no-close-before-response',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: keep a POST stream open until it has answered, as long as the session lives.',
    span('2025-03-26', '2025-06-18', 'SHOULD NOT', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.no-server-requests',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: stream only notifications and the response; an event with method and id is wrong.',
    only('2026-07-28', 'MUST NOT', 'basic/transports/streamable-http#receiving-messages item 2'),
  ),
  requirement(
    'http.stream.pre-response-messages',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: precede the response by messages about it as needed; clients take them in stride.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#sending-messages-to-the-server item 6'),
    only(
      '2026-07-28',
      'MAY',
      'basic/transports/streamable-http#receiving-messages item 1; basic/patterns/index#request-and-response',
    ),
  ),
  requirement(
    'http.stream.priming-event',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: flush a first event at once that carries just an id, so that a cut can be resumed.',
    only('2025-11-25', 'SHOULD', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.priming-tolerated',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: remember the id of a data-less first event without parsing it as JSON.',
    only('2025-11-25', 'STATED', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.request-scoped-only-here',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    "Server: keep a call's progress and log off all other streams.",
    only('2026-07-28', 'STATED', 'basic/transports/streamable-http#receiving-messages'),
  ),
  requirement(
    'http.stream.resumable',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: provide event ids for continuing a broken stream, or do without.',
    span(
      '2025-03-26',
      '2025-11-25',
      'MAY',
      'basic/transports#sending-messages-to-the-server item 6; basic/transports#multiple-connections item 2',
    ),
  ),
  requirement(
    'http.stream.retry-before-drop',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: announce a reconnection delay by "retry:" prior to closing on purpose.',
    only('2025-11-25', 'SHOULD', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.retry-respected',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: let at least the announced retry delay pass until its next GET.',
    only('2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.server-may-drop',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: end a connection early once an event id went out; the stream goes on by GET.',
    only('2025-11-25', 'MAY', 'basic/transports#sending-messages-to-the-server item 6'),
  ),
  requirement(
    'http.stream.x-accel-buffering',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: set X-Accel-Buffering: no on its SSE replies.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#receiving-messages'),
  ),
];
