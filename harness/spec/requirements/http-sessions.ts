import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: session ids and the life of a session. */
export const HTTP_SESSION_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.session.assign-at-init',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: hand out a session id, if it uses any, on its response to initialize.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#session-management item 1'),
  ),
  requirement(
    'http.session.client-delete',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: end its session by DELETE and do not wait on that for ever.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#session-management item 5'),
  ),
  requirement(
    'http.session.client-echo',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: carry Mcp-Session-Id in all that follows initialize, reconnects included.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#session-management item 2'),
  ),
  requirement(
    'http.session.client-secures-id',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: keep the session id in its header and away from URLs and foreign origins.',
    only('2025-11-25', 'MUST', 'basic/transports#session-management item 1'),
  ),
  requirement(
    'http.session.delete-405',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: reply 405 to DELETE where clients cannot end sessions; clients accept that.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#session-management item 5'),
  ),
  requirement(
    'http.session.id-unguessable',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: draw session ids from a secure random source, each of them once.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#session-management item 1'),
  ),
  requirement(
    'http.session.id-visible-ascii',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: use no byte below 0x21 or above 0x7E in a session id.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#session-management item 1'),
  ),
  requirement(
    'http.session.missing-400',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: reply 400 to all but initialize if the session id that it issued is not there.',
    span('2025-03-26', '2025-11-25', 'SHOULD', 'basic/transports#session-management item 2'),
  ),
  requirement(
    'http.session.reinit-on-404',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: run a fresh handshake, carrying no old id, once its session is answered by 404.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#session-management item 4'),
  ),
  requirement(
    'http.session.server-may-terminate',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: drop a session whenever it must; clients recover even in the middle of a call.',
    span('2025-03-26', '2025-11-25', 'MAY', 'basic/transports#session-management item 3'),
  ),
  requirement(
    'http.session.terminated-404',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: reply 404 to whatever names a session that is over.',
    span('2025-03-26', '2025-11-25', 'MUST', 'basic/transports#session-management item 3'),
  ),
];
