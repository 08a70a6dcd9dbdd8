import { only, requirement } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: cancelling a call by closing its stream. */
export const HTTP_CANCELLATION_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.cancel.client-closes',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: close the connection or stream of a call that it gives up, and POST nothing for it.',
    only('2026-07-28', 'SHOULD', 'basic/patterns/cancellation#timeouts; basic/transports/index#cancellation'),
  ),
  requirement(
    'http.cancel.close-cancels',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: abort a call when the client has closed the stream it was to answer on.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#cancellation; basic/patterns/cancellation#transport-specific-cancellation',
    ),
  ),
  requirement(
    'http.cancel.no-more-messages',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: let no progress, log or result of an aborted call turn up anywhere.',
    only('2026-07-28', 'MUST NOT', 'basic/transports/streamable-http#cancellation'),
  ),
  requirement(
    'http.cancel.stop-work',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: abort the running work soon after its stream was closed, and free what it held.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#cancellation'),
  ),
];
