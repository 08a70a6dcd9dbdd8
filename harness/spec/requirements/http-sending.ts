import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: POST bodies and how they are answered. */
export const HTTP_SENDING_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.method-not-found-404',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: combine HTTP 404 and a -32601 body for methods it does not know.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#protocol-version-header'),
  ),
  requirement(
    'http.post.202-no-body',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: send zero body bytes after a 202 head.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 4'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#sending-messages item 5'),
  ),
  requirement(
    'http.post.accept-both',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: offer application/json and text/event-stream as Accept whenever it POSTs.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 2'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#sending-messages item 2'),
  ),
  requirement(
    'http.post.body-batch-kinds',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: never mix responses and other messages in one array.',
    only('2025-03-26', 'MUST', 'basic/transports#sending-messages-to-the-server item 3'),
  ),
  requirement(
    'http.post.body-single',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: put one JSON-RPC object into a POST body, no array.',
    span('2025-06-18', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 3'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#sending-messages item 4'),
  ),
  requirement(
    'http.post.client-accepts-both',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: read a result equally well from plain JSON and from an SSE reply.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 5'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#sending-messages item 6'),
  ),
  requirement(
    'http.post.metadata-headers',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: set MCP-Protocol-Version, Mcp-Method and, where due, Mcp-Name as it POSTs.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#sending-messages item 3; basic/transports/streamable-http#request-metadata',
    ),
  ),
  requirement(
    'http.post.no-responses',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: POST requests and notifications only, nothing with result or error.',
    only('2026-07-28', 'MUST NOT', 'basic/transports/streamable-http#sending-messages item 4'),
  ),
  requirement(
    'http.post.notification-202',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: return 202 at once to a notification that it takes, not 200 and not a stream.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 4'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#sending-messages item 5'),
  ),
  requirement(
    'http.post.one-per-message',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: make one POST to the MCP URL for each thing it says.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 1'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#sending-messages item 1'),
  ),
  requirement(
    'http.post.rejected-input-body',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: describe why input was refused by an error without id, or leave the body empty.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#sending-messages-to-the-server item 4'),
    only('2026-07-28', 'MAY', 'basic/transports/streamable-http#sending-messages item 5'),
  ),
  requirement(
    'http.post.rejected-input-error-status',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: return 4xx or 5xx, not 202, to a notification or response that it will not take.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 4'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#sending-messages item 5'),
  ),
  requirement(
    'http.post.reply-json-or-sse',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: reply to a request as application/json or text/event-stream, in no third form.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 5'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#sending-messages item 6'),
  ),
  requirement(
    'http.post.response-202',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    "Server: return 202 to a client's answer that it takes.",
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#sending-messages-to-the-server item 4'),
  ),
];
