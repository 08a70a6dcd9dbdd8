import { offersMediaTypes } from '../../../harness/checkers/client/invariants/accept-header.js';
import { framesRequestsExactly } from '../../../harness/checkers/client/invariants/framing.js';
import { namesSession } from '../../../harness/checkers/client/invariants/session-header.js';
import { namesVersion } from '../../../harness/checkers/client/invariants/version-header.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { busyClient } from '../../support/client/busy-client.js';

export const cases: ClientCase[] = [
  clientCase({
    id: 'conformity/http/accept',
    title: 'Every POST accepts JSON and event streams, every GET event streams',
    about:
      'Looks at the Accept header of each request that the client sends in any case. A range such as */* counts, because it allows for both.',
    fix: 'Send "Accept: application/json, text/event-stream" with every POST, notifications and replies included, and "Accept: text/event-stream" with every GET.',
    requirements: ['http.post.accept-both', 'http.get.accept-sse'],
    invariant: true,
    server: { offersGetStream: true },
    script: (context) => busyClient(context, 'ask'),
    judges: [offersMediaTypes()],
  }),
  clientCase({
    id: 'conformity/http/version-header',
    title: 'Every request after the handshake names the negotiated version',
    about:
      'Compares MCP-Protocol-Version of each POST, GET and DELETE after the answer to initialize with the version in that answer.',
    fix: 'Keep the version of the initialize result with the connection and add the header in the one place where requests are made, so that GET, DELETE and cancellations have it too.',
    requirements: ['http.version-header.client-sends', 'http.version-header.negotiated-value'],
    reproduces: ['B347', 'B354'],
    revisions: ['2025-06-18', '2025-11-25'],
    invariant: true,
    server: { offersGetStream: true },
    script: (context) => busyClient(context, 'timeout'),
    judges: [namesVersion()],
  }),
  clientCase({
    id: 'conformity/http/session-header',
    title: 'Every request of a session names it, in its header alone',
    about:
      'Looks for the session id that the server assigned on each later POST, GET and DELETE, and for the id in the URL, where logs would keep it.',
    fix: 'Add Mcp-Session-Id in the one place where requests are made. Never put it into a URL.',
    requirements: ['http.session.client-echo', 'http.session.client-secures-id'],
    reproduces: ['B021', 'B027', 'B044'],
    invariant: true,
    server: { offersGetStream: true },
    script: (context) => busyClient(context, 'timeout', 'ask'),
    judges: [namesSession()],
  }),
  clientCase({
    id: 'conformity/http/framing',
    title: 'Every request is exact HTTP with a JSON body',
    about: 'Reads the bytes of each request strictly, and looks at the Content-Type of each POST.',
    fix: 'Let the HTTP library set the length of the body, and send "Content-Type: application/json" with every POST.',
    requirements: ['guarantee.framing-exact'],
    invariant: true,
    once: true,
    script: (context) => busyClient(context, 'progress'),
    judges: [framesRequestsExactly()],
  }),
];
