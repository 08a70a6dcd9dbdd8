import { beginsStreams } from '../../../harness/checkers/client/begins-streams.js';
import { postsWellFormedMessages } from '../../../harness/checkers/client/invariants/messages.js';
import { postsToEndpoint } from '../../../harness/checkers/client/posts-to-endpoint.js';
import { keepsStreamLifecycle } from '../../../harness/checkers/client/stream-lifecycle.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { settleIn } from '../../support/client/recovery.js';

export const cases: ClientCase[] = [
  clientCase({
    id: 'http-sse/conformity/messages',
    title: 'Every message over HTTP+SSE is valid JSON-RPC and goes to the endpoint',
    about:
      'Checks each message that the client posts over HTTP+SSE in any case, and that it goes to the URI that an event stream has announced.',
    fix: 'Build messages with one function that knows the shapes of JSON-RPC 2.0, and post all of them to the announced endpoint.',
    requirements: [
      'httpsse.post-to-endpoint',
      'jsonrpc.follow-2.0',
      'jsonrpc.version-member',
      'jsonrpc.request.id-type',
      'jsonrpc.request.id-not-null',
      'jsonrpc.request.params-object',
    ],
    transport: 'http-sse',
    needs: ['op:callTool'],
    invariant: true,
    script: settleIn,
    judges: [postsWellFormedMessages(), postsToEndpoint()],
  }),
  clientCase({
    id: 'http-sse/conformity/lifecycle',
    title: 'Each event stream begins with a handshake, in order and complete',
    about:
      'On each event stream the first request is initialize; nothing but ping follows before its answer; then notifications/initialized, before another request is over. Holds for streams that are opened later as for the first.',
    fix: 'Bind the handshake to the event stream: let requests wait until it is complete, and run it anew for each stream.',
    requirements: [
      'lifecycle.init-first',
      'lifecycle.client-no-early-requests',
      'lifecycle.initialized-notification',
      'base.mandatory-layers',
    ],
    transport: 'http-sse',
    needs: ['op:callTool'],
    invariant: true,
    script: settleIn,
    judges: [beginsStreams(), keepsStreamLifecycle()],
  }),
];
