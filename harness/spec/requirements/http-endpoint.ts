import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: the endpoint and its protection. */
export const HTTP_ENDPOINT_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.endpoint.single-path',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: handle all MCP traffic at one URL, whichever HTTP method the revision uses.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#streamable-http'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http'),
  ),
  requirement(
    'http.security.authenticate',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: demand credentials for each HTTP method where authentication is set up.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#security-warning item 3'),
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http (Security & Endpoint) item 3'),
  ),
  requirement(
    'http.security.bind-localhost',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: listen on 127.0.0.1 rather than on all interfaces when it runs locally.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#security-warning item 2'),
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http (Security & Endpoint) item 2'),
  ),
  requirement(
    'http.security.origin-403',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: turn foreign Origins away using HTTP 403, not another status.',
    only('2025-11-25', 'MUST', 'basic/transports#security-warning item 1'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http (Security & Endpoint) item 1'),
  ),
  requirement(
    'http.security.origin-403-body',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: send with its 403 an error object that has no id, or nothing.',
    only('2025-11-25', 'MAY', 'basic/transports#security-warning item 1'),
    only('2026-07-28', 'MAY', 'basic/transports/streamable-http (Security & Endpoint) item 1'),
  ),
  requirement(
    'http.security.origin-validate',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: let no request through, of whatever HTTP method, whose Origin is foreign.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#security-warning item 1'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http (Security & Endpoint) item 1'),
  ),
];
