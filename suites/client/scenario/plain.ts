import { endsSession } from '../../../harness/checkers/client/ends-session.js';
import { offersMediaTypes } from '../../../harness/checkers/client/invariants/accept-header.js';
import { postsSingleMessages } from '../../../harness/checkers/client/invariants/bodies.js';
import { usesNegotiatedFeatures } from '../../../harness/checkers/client/invariants/features.js';
import { framesRequestsExactly } from '../../../harness/checkers/client/invariants/framing.js';
import { keepsLifecycle } from '../../../harness/checkers/client/invariants/lifecycle-order.js';
import { postsWellFormedMessages } from '../../../harness/checkers/client/invariants/messages.js';
import { numbersRequests } from '../../../harness/checkers/client/invariants/request-ids.js';
import { namesSession } from '../../../harness/checkers/client/invariants/session-header.js';
import { namesVersion } from '../../../harness/checkers/client/invariants/version-header.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { play, playing, succeeds } from '../../support/client/scenario.js';

const LISTENING = { offersGetStream: true } as const;

export const cases: ClientCase[] = [
  clientCase({
    id: 'scenario/plain/initialize',
    title: 'A client that only connects shakes hands in order and ends',
    about:
      'Lets the client play the scenario `initialize`. Its handshake is in order and complete, and its process ends with status 0, also where it holds a GET stream.',
    fix: 'Send initialize, wait for its answer, send notifications/initialized, and end all streams and timers when the client is closed.',
    requirements: [
      'guarantee.settles',
      'guarantee.bounded-retries',
      'lifecycle.init-first',
      'lifecycle.client-initialize',
      'lifecycle.client-no-early-requests',
      'lifecycle.initialized-notification',
    ],
    needs: playing('initialize'),
    once: true,
    server: LISTENING,
    script: (context) => play(context, 'initialize'),
    judges: [...succeeds('guarantee.settles', 'initialize'), keepsLifecycle()],
  }),
  clientCase({
    id: 'scenario/plain/call',
    title: 'A client that calls a tool gets its result, says goodbye and ends',
    about:
      'Lets the client play the scenario `tools_call`. It gets the answer, a JSON body, and ends with status 0; it should end its session by DELETE.',
    fix: 'Take a JSON body for the answer that it is. Send DELETE with the session id when the client is closed.',
    requirements: [
      'guarantee.settles',
      'guarantee.bounded-retries',
      'http.post.client-accepts-both',
      'http.session.client-delete',
    ],
    needs: playing('tools_call'),
    once: true,
    server: LISTENING,
    script: (context) => play(context, 'tools_call'),
    judges: [...succeeds('http.post.client-accepts-both', 'tools/call'), endsSession()],
  }),
  clientCase({
    id: 'scenario/plain/headers',
    title: 'Every request of a run has the headers that it must have',
    about:
      'Lets the client play the scenario `tools_call` and looks at Accept, Content-Type, the framing, the session id and the version of each request.',
    fix: 'Add the headers in the one place where requests are made, so that none is without them.',
    requirements: [
      'http.post.accept-both',
      'http.get.accept-sse',
      'guarantee.framing-exact',
      'http.session.client-echo',
      'http.session.client-secures-id',
      'http.version-header.client-sends',
      'http.version-header.negotiated-value',
    ],
    needs: playing('tools_call'),
    revisions: ['2025-06-18', '2025-11-25'],
    server: LISTENING,
    script: (context) => play(context, 'tools_call'),
    judges: [offersMediaTypes(), framesRequestsExactly(), namesSession(), namesVersion()],
  }),
  clientCase({
    id: 'scenario/plain/messages',
    title: 'Every message of a run is valid, and posted by itself',
    about:
      'Lets the client play the scenario `tools_call` and checks the form of its messages, the ids of its requests, and that it uses what was negotiated.',
    fix: 'Build messages with one function that knows the shapes of JSON-RPC 2.0, and count the ids for the whole session.',
    requirements: [
      'jsonrpc.follow-2.0',
      'http.post.body-single',
      'jsonrpc.request.id-unique-session',
      'lifecycle.operate.negotiated-capabilities',
    ],
    needs: playing('tools_call'),
    once: true,
    server: LISTENING,
    script: (context) => play(context, 'tools_call'),
    judges: [postsWellFormedMessages(), postsSingleMessages(), numbersRequests(), usesNegotiatedFeatures()],
  }),
];
