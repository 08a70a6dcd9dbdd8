import { only, requirement, span } from '../requirement.js';
import type { Requirement, Span } from '../requirement.js';

/** A rule of the HTML standard, with the page of each revision through which it becomes one of MCP. */
function inherited(section: string, last: '2025-11-25' | '2026-07-28'): Span[] {
  const source = (via: string): string => `whatwg-html#${section} (via ${via})`;
  const spans = [
    only('2024-11-05', 'MUST', source('basic/transports#http-with-sse')),
    span('2025-03-26', '2025-11-25', 'MUST', source('basic/transports#streamable-http')),
  ];
  if (last === '2025-11-25') return spans;
  return [...spans, only(last, 'MUST', source('basic/transports/streamable-http#receiving-messages'))];
}

/** The event-stream format, inherited from the HTML standard by every HTTP transport. */
export const EVENT_STREAM_FORMAT_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'sse.bom',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: drop U+FEFF once, as the stream begins, and treat any later one as text.',
    ...inherited('parsing-an-event-stream', '2026-07-28'),
  ),
  requirement(
    'sse.chunking-irrelevant',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: read the same events from a byte stream wherever its reads are split or merged.',
    ...inherited('parsing-an-event-stream', '2026-07-28'),
  ),
  requirement(
    'sse.comment',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: skip ":" lines wherever they occur, however many and however long.',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.crlf-split',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: take CR and LF that arrive in separate reads as a single line break.',
    ...inherited('parsing-an-event-stream', '2026-07-28'),
  ),
  requirement(
    'sse.data-empty',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: pass on a block with a bare "data:" as an event that carries "".',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.data-join',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: put the data lines of a block together, a line feed between each two.',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.dispatch-on-blank',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: hand over an event as its blank line arrives, neither before nor later.',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.emit.complete-before-close',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: write the closing blank line of the final event, then close.',
    ...inherited('parsing-an-event-stream', '2026-07-28'),
  ),
  requirement(
    'sse.emit.wellformed',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: write only bytes that any standard event-stream parser accepts.',
    ...inherited('parsing-an-event-stream', '2026-07-28'),
  ),
  requirement(
    'sse.eof-discards',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: throw away a block that no blank line had closed when the stream ended.',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.event-type',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: name an event by its own "event:" line, or else message; carry nothing over.',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.event-type-dispatch',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: parse JSON-RPC from events of type message alone; leave other types to others.',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.field-split',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: cut lines behind the first colon and strip a single space from the value.',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.field-unknown',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: skip lines whose field is none of the four known, exactly as spelt.',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.field-without-colon',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: read "data" with no colon the way it reads "data:".',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.id-commit-on-dispatch',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: make an id current no sooner than its block is complete.',
    ...inherited('event-stream-interpretation', '2025-11-25'),
  ),
  requirement(
    'sse.id-empty-resets',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: forget its stored id when the server sends a bare "id:".',
    ...inherited('event-stream-interpretation', '2025-11-25'),
  ),
  requirement(
    'sse.id-null',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: skip any id line with U+0000 in it and stay with the earlier value.',
    ...inherited('event-stream-interpretation', '2025-11-25'),
  ),
  requirement(
    'sse.id-persists',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: reconnect with the newest id it saw even if later events came without.',
    ...inherited('event-stream-interpretation', '2025-11-25'),
  ),
  requirement(
    'sse.id-set',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: store what an "id:" line holds, to present it when it reconnects.',
    ...inherited('event-stream-interpretation', '2025-11-25'),
  ),
  requirement(
    'sse.id-without-data',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: store an id even if its block brings no data line.',
    ...inherited('event-stream-interpretation', '2025-11-25'),
  ),
  requirement(
    'sse.last-event-id-header',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: set Last-Event-ID from a stored, non-blank id in UTF-8; otherwise leave it off.',
    only('2024-11-05', 'MUST', 'whatwg-html#the-last-event-id-header (via basic/transports#http-with-sse)'),
    span(
      '2025-03-26',
      '2025-11-25',
      'MUST',
      'whatwg-html#the-last-event-id-header (via basic/transports#resumability-and-redelivery)',
    ),
  ),
  requirement(
    'sse.line-endings',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: end a line at \\n, \\r or \\r\\n, whichever comes.',
    ...inherited('parsing-an-event-stream', '2026-07-28'),
  ),
  requirement(
    'sse.mime-parameters',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: see text/event-stream behind any capitals or charset in Content-Type.',
    only(
      '2024-11-05',
      'MUST',
      'whatwg-html#sse-processing-model; RFC 9110 section 8.3.1 (via basic/transports#http-with-sse)',
    ),
    span(
      '2025-03-26',
      '2025-11-25',
      'MUST',
      'RFC 9110 section 8.3.1 (via basic/transports#sending-messages-to-the-server)',
    ),
    only('2026-07-28', 'MUST', 'RFC 9110 section 8.3.1 (via basic/transports/streamable-http#sending-messages)'),
  ),
  requirement(
    'sse.no-data-no-event',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: pass on no event from a block that lacks "data".',
    ...inherited('event-stream-interpretation', '2026-07-28'),
  ),
  requirement(
    'sse.retry-digits',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: obey "retry:" if its value consists of 0-9 alone, else skip it.',
    ...inherited('event-stream-interpretation', '2025-11-25'),
  ),
  requirement(
    'sse.utf8',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: read event streams as UTF-8 even if Content-Type claims otherwise.',
    ...inherited('parsing-an-event-stream', '2026-07-28'),
  ),
  requirement(
    'sse.utf8-invalid',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: survive bytes that are not UTF-8 by putting U+FFFD there and reading on.',
    ...inherited('parsing-an-event-stream', '2026-07-28'),
  ),
];
