import { only, requirement } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** The HTTP+SSE transport of 2024-11-05. */
export const HTTP_SSE_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'httpsse.endpoint-event',
    { role: 'server', transport: 'http-sse', testability: 'direct' },
    'Server: name the address for POSTs in an "endpoint" event as a new stream begins.',
    only('2024-11-05', 'MUST', 'basic/transports#http-with-sse'),
  ),
  requirement(
    'httpsse.message-event',
    { role: 'server', transport: 'http-sse', testability: 'direct' },
    'Server: send its JSON-RPC messages down the stream as "message" events.',
    only('2024-11-05', 'STATED', 'basic/transports#http-with-sse'),
  ),
  requirement(
    'httpsse.multi-client',
    { role: 'server', transport: 'http-sse', testability: 'direct' },
    'Server: give each concurrent stream its own address and its own messages.',
    only('2024-11-05', 'STATED', 'basic/transports#http-with-sse'),
  ),
  requirement(
    'httpsse.not-for-new-work',
    { role: 'both', transport: 'http-sse', testability: 'untestable' },
    'Both sides: build new software on Streamable HTTP rather than on this transport.',
    only('2026-07-28', 'SHOULD NOT', 'basic/transports/streamable-http (HTTP+SSE Transport); deprecated'),
  ),
  requirement(
    'httpsse.post-to-endpoint',
    { role: 'client', transport: 'http-sse', testability: 'direct' },
    'Client: use the address from the endpoint event for every message, query string included.',
    only('2024-11-05', 'MUST', 'basic/transports#http-with-sse'),
  ),
  requirement(
    'httpsse.security.authenticate',
    { role: 'server', transport: 'http-sse', testability: 'needs-cooperation' },
    'Server: turn away unauthenticated connections where authentication is set up.',
    only('2024-11-05', 'SHOULD', 'basic/transports#security-warning item 3'),
  ),
  requirement(
    'httpsse.security.bind-localhost',
    { role: 'server', transport: 'http-sse', testability: 'needs-cooperation' },
    "Server: stay off public interfaces when it runs on a user's own machine.",
    only('2024-11-05', 'SHOULD', 'basic/transports#security-warning item 2'),
  ),
  requirement(
    'httpsse.security.origin-validate',
    { role: 'server', transport: 'http-sse', testability: 'direct' },
    'Server: refuse foreign Origins both where it streams and where it takes POSTs.',
    only('2024-11-05', 'MUST', 'basic/transports#security-warning item 1'),
  ),
  requirement(
    'httpsse.shutdown',
    { role: 'both', transport: 'http-sse', testability: 'needs-cooperation' },
    'Both sides: end the session by dropping its connections, and free what belonged to it.',
    only('2024-11-05', 'STATED', 'basic/lifecycle#http'),
  ),
  requirement(
    'httpsse.two-endpoints',
    { role: 'server', transport: 'http-sse', testability: 'direct' },
    'Server: serve one URL for the GET stream and another that takes POSTs.',
    only('2024-11-05', 'MUST', 'basic/transports#http-with-sse'),
  ),
];
