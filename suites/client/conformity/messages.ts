import { postsSingleMessages } from '../../../harness/checkers/client/invariants/bodies.js';
import { cancelsOwnRequests } from '../../../harness/checkers/client/invariants/cancellations.js';
import { usesNegotiatedFeatures } from '../../../harness/checkers/client/invariants/features.js';
import { keepsLifecycle } from '../../../harness/checkers/client/invariants/lifecycle-order.js';
import { postsRightMetaKeys, postsWellFormedMessages } from '../../../harness/checkers/client/invariants/messages.js';
import { marksProgressRightly } from '../../../harness/checkers/client/invariants/progress-tokens.js';
import { repliesRightly } from '../../../harness/checkers/client/invariants/replies.js';
import { numbersRequests } from '../../../harness/checkers/client/invariants/request-ids.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { busyClient } from '../../support/client/busy-client.js';

export const cases: ClientCase[] = [
  clientCase({
    id: 'conformity/messages/well-formed',
    title: 'Every message is valid JSON-RPC',
    about:
      'Checks each message that the client posts in any case: version member, ids, method, params, result or error, code and message of errors.',
    fix: 'Build messages with one function that knows the shapes of JSON-RPC 2.0.',
    requirements: [
      'jsonrpc.follow-2.0',
      'jsonrpc.version-member',
      'jsonrpc.request.id-type',
      'jsonrpc.request.id-not-null',
      'jsonrpc.request.method-string',
      'jsonrpc.request.params-object',
      'jsonrpc.method.rpc-prefix-reserved',
      'jsonrpc.notification.no-id',
      'jsonrpc.response.result-xor-error',
      'jsonrpc.error.code-and-message',
      'jsonrpc.error.code-integer',
      'jsonrpc.error.message-concise',
      'jsonrpc.error.app-code-range',
    ],
    invariant: true,
    script: (context) => busyClient(context, 'progress', 'ask', 'timeout'),
    judges: [postsWellFormedMessages()],
  }),
  clientCase({
    id: 'conformity/messages/single',
    title: 'A POST carries one message',
    about:
      'Looks at each body: one JSON object from 2025-06-18 on; before that an array may hold responses only, or none, and initialize comes alone.',
    fix: 'Post every message by itself.',
    requirements: [
      'http.post.body-single',
      'http.post.one-per-message',
      'http.post.body-batch-kinds',
      'jsonrpc.batch.no-initialize',
    ],
    invariant: true,
    script: (context) => busyClient(context, 'parallel'),
    judges: [postsSingleMessages()],
  }),
  clientCase({
    id: 'conformity/messages/request-ids',
    title: 'No request id is used twice in a session',
    about:
      'Collects the ids of all requests of a session over all connections. The same message sent again after a lost delivery is the same request.',
    fix: 'Count the ids for the whole session, and do not begin anew after a reconnect that keeps it.',
    requirements: ['jsonrpc.request.id-unique-session'],
    invariant: true,
    script: (context) => busyClient(context, 'parallel', 'read'),
    judges: [numbersRequests()],
  }),
  clientCase({
    id: 'conformity/messages/lifecycle',
    title: 'The handshake is in order and complete',
    about:
      'The first message is initialize with version, capabilities and client info; nothing but ping follows before its answer; then notifications/initialized, before another request is over. Holds for each handshake of a case, those after a lost session included.',
    fix: 'Let requests wait until the handshake of their session is complete, and send notifications/initialized after every initialize that succeeds.',
    requirements: [
      'base.mandatory-layers',
      'lifecycle.init-first',
      'lifecycle.client-initialize',
      'lifecycle.client-no-early-requests',
      'lifecycle.initialized-notification',
    ],
    invariant: true,
    script: (context) => busyClient(context),
    judges: [keepsLifecycle()],
  }),
  clientCase({
    id: 'conformity/messages/replies',
    title: 'Requests of the server are answered once, with their id',
    about:
      'Compares the id of each response of the client, with its type, with those of the requests that the server made.',
    fix: 'Keep the id of a request as it was parsed and answer with exactly that value, once; never answer a notification.',
    requirements: ['jsonrpc.response.echo-id', 'jsonrpc.notification.no-response', 'guarantee.no-duplicate'],
    invariant: true,
    script: (context) => busyClient(context, 'ask'),
    judges: [repliesRightly()],
  }),
  clientCase({
    id: 'conformity/messages/cancellations',
    title: 'Only own requests that are under way are cancelled, and never initialize',
    about:
      'Looks at each notifications/cancelled: it names a request that the client sent, of the same session, that was not answered well before, and that is not initialize.',
    fix: 'Send the notification from the place that gives the request up, with the id that was sent, and only while the request is pending.',
    requirements: ['cancel.own-inflight-only', 'cancel.not-initialize'],
    invariant: true,
    script: (context) => busyClient(context, 'timeout'),
    judges: [cancelsOwnRequests()],
  }),
  clientCase({
    id: 'conformity/messages/progress-tokens',
    title: 'Progress tokens are unique and of the right type',
    about: 'Collects the tokens of all requests under way.',
    fix: 'Make a token for each request, a string or an integer; the request id will do.',
    requirements: ['progress.token-type', 'progress.token-unique'],
    needs: ['op:callTool', 'tells-progress'],
    invariant: true,
    script: (context) => busyClient(context, 'progress'),
    judges: [marksProgressRightly()],
  }),
  clientCase({
    id: 'conformity/messages/features',
    title: 'The client uses and fulfils only what was negotiated',
    about:
      'Compares the methods that the client calls with the capabilities of the server, and the requests of the server that it fulfils with its own.',
    fix: 'Check the capabilities of the initialize result before a call, and declare what you answer.',
    requirements: ['lifecycle.operate.negotiated-capabilities', 'capability.client-declares'],
    invariant: true,
    script: (context) => busyClient(context, 'ask-anyone', 'read'),
    judges: [usesNegotiatedFeatures()],
  }),
  clientCase({
    id: 'conformity/messages/meta-keys',
    title: 'Metadata keys follow the rules for their names',
    about: 'Checks the keys of every _meta object that the client sends.',
    fix: 'Prefix keys of your own with a domain that you hold, reversed, and leave prefixes of the protocol to it.',
    requirements: [
      'meta.keys.name-grammar',
      'meta.keys.prefix-grammar',
      'meta.keys.reserved-prefix',
      'meta.keys.reverse-dns',
    ],
    revisions: ['2025-06-18', '2025-11-25'],
    invariant: true,
    script: (context) => busyClient(context, 'progress'),
    judges: [postsRightMetaKeys()],
  }),
];
