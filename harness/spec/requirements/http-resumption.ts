import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: event ids and the resumption of streams. */
export const HTTP_RESUMPTION_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.resume.always-get',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: continue a broken POST stream through GET and do not POST the call again.',
    only('2025-11-25', 'STATED', 'basic/transports#resumability-and-redelivery item 2'),
  ),
  requirement(
    'http.resume.client-get',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: reconnect by GET, giving as Last-Event-ID the newest id from a complete event.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#resumability-and-redelivery item 2'),
  ),
  requirement(
    'http.resume.event-id-names-stream',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: choose event ids from which the stream they came from can be told.',
    only('2025-11-25', 'SHOULD', 'basic/transports#resumability-and-redelivery item 1'),
  ),
  requirement(
    'http.resume.event-id-unique',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: use an event id once per session, across streams and restarts.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#resumability-and-redelivery item 1'),
  ),
  requirement(
    'http.resume.event-ids',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: send SSE ids if it means to support resuming, otherwise none.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#resumability-and-redelivery item 1'),
  ),
  requirement(
    'http.resume.no-cross-stream',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: keep messages of one stream out of the replay of any other.',
    span('2025-03-26', '2025-11-25', 'MUST NOT', 'basic/transports#resumability-and-redelivery item 2'),
  ),
  requirement(
    'http.resume.per-stream-cursor',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: continue right behind the given event of that stream, skipping and repeating nothing.',
    span('2025-03-26', '2025-11-25', 'STATED', 'basic/transports#resumability-and-redelivery'),
  ),
  requirement(
    'http.resume.replay',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: deliver missed events in order after a resume, then the live ones.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#resumability-and-redelivery item 2'),
  ),
  requirement(
    'http.resume.unsupported',
    { role: 'both', transport: 'streamable-http', testability: 'direct' },
    'Both sides: send no Last-Event-ID; a call whose stream broke fails or starts over.',
    only('2026-07-28', 'STATED', 'basic/transports/streamable-http#receiving-messages; changelog major item 9'),
  ),
];
