import { namesMetaKeysRightly } from '../../../harness/checkers/invariants/meta-keys.js';
import { keepsToRevision } from '../../../harness/checkers/invariants/negotiated-revision.js';
import { answersOnce } from '../../../harness/checkers/invariants/one-response.js';
import { reportsProgressRightly } from '../../../harness/checkers/invariants/progress.js';
import { answersOwnRequests } from '../../../harness/checkers/invariants/response-ids.js';
import {
  numbersItsRequests,
  usesDeclaredClientFeatures,
} from '../../../harness/checkers/invariants/server-requests.js';
import { sendsWellFormedMessages } from '../../../harness/checkers/invariants/well-formed-messages.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { busySession } from '../../support/busy-session.js';

export const cases: ServerCase[] = [
  serverCase({
    id: 'invariants/messages/well-formed',
    title: 'Every message is valid JSON-RPC',
    about:
      'Checks each message that the server sends in any case: version member, ids, method, params, result or error, code and message of errors.',
    fix: 'Build messages with one function that knows the shapes of JSON-RPC 2.0, and keep error messages to one sentence without a stack trace.',
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
    script: (ctx) => busySession(ctx, 'progress', 'ask'),
    judges: [sendsWellFormedMessages()],
  }),
  serverCase({
    id: 'invariants/messages/response-ids',
    title: 'Every response has the id of a request on its own exchange',
    about:
      'Compares the id of each response, with its type, to those of the requests in the same POST. An error without id is accepted where the request was refused unread.',
    fix: 'Keep the id of a request as it was parsed, next to the connection that it came on, and answer there with exactly that value.',
    requirements: [
      'jsonrpc.response.echo-id',
      'jsonrpc.response.correlate-by-id',
      'jsonrpc.error.unreadable-id',
      'guarantee.no-crossing',
    ],
    reproduces: ['B185', 'B364'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'progress'),
    judges: [answersOwnRequests()],
  }),
  serverCase({
    id: 'invariants/messages/one-response',
    title: 'No request is answered twice',
    about: 'Counts the responses to each request over all streams of its session.',
    fix: 'Settle each request once: drop the entry of a request when its response is written, and ignore what comes later.',
    requirements: ['jsonrpc.response.required', 'guarantee.no-duplicate'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress'),
    judges: [answersOnce()],
  }),
  serverCase({
    id: 'invariants/messages/server-request-ids',
    title: 'The server uses no request id twice',
    about:
      'Collects the ids of all requests that the server makes in a session. A request that is sent again after a broken stream keeps its id.',
    fix: 'Count the ids of server requests for the whole session, not for each stream or call.',
    requirements: ['jsonrpc.request.id-unique-session'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'ask'),
    judges: [numbersItsRequests()],
  }),
  serverCase({
    id: 'invariants/messages/declared-features',
    title: 'The server asks a client only for what it declared',
    about:
      'Looks at each request of the server: sampling, elicitation and roots are asked for only in sessions whose client declared them.',
    fix: 'Keep the capabilities of initialize with the session and refuse to send requests that they do not cover.',
    requirements: ['lifecycle.operate.negotiated-capabilities'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'ask'),
    judges: [usesDeclaredClientFeatures()],
  }),
  serverCase({
    id: 'invariants/messages/progress',
    title: 'Progress names its request, grows, and stops with the response',
    about:
      'Follows every progress notification: its token is one that a request of the session gave, with the same type; values grow on each connection; nothing comes after the response.',
    fix: 'Take the token from the request as it is, count upwards, and drop progress once the response is written.',
    requirements: [
      'progress.active-token-only',
      'progress.stops',
      'progress.increasing',
      'progress.token-type',
      'progress.message',
    ],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress'),
    judges: [reportsProgressRightly()],
  }),
  serverCase({
    id: 'invariants/messages/meta-keys',
    title: 'Metadata keys follow the rules for their names',
    about:
      'Looks at the keys of every _meta that the server sends: form of prefix and name, and the prefixes that are reserved for the protocol.',
    fix: 'Use keys such as "com.example/name": a reversed domain of your own, a slash, and a name that begins and ends with a letter or digit.',
    requirements: [
      'meta.keys.name-grammar',
      'meta.keys.prefix-grammar',
      'meta.keys.reserved-prefix',
      'meta.keys.reverse-dns',
    ],
    revisions: ['2025-06-18', '2025-11-25'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'progress'),
    judges: [namesMetaKeysRightly()],
  }),
  serverCase({
    id: 'invariants/messages/negotiated-revision',
    title: 'Nothing of a newer revision is sent',
    about:
      'Looks for what the negotiated revision does not have: arrays of messages after 2025-03-26, elicitation before 2025-06-18, events with empty data before 2025-11-25, newer members of tools and results.',
    fix: 'Keep the negotiated revision with the session and let it decide which features are used.',
    requirements: ['lifecycle.operate.respect-version'],
    reproduces: ['B336'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress', 'ask'),
    judges: [keepsToRevision()],
  }),
];
