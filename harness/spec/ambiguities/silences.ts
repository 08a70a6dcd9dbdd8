import type { Ambiguity } from '../ambiguity.js';
import { REVISIONS } from '../revisions.js';

/** Situations for which no text says what should happen. */
export const SILENCES: readonly Ambiguity[] = [
  {
    id: 'accept-violation-status',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'],
    requirements: ['http.post.accept-both', 'http.get.accept-sse'],
    stance:
      'No text says what follows an unfit Accept or Content-Type. A refusal by 400, 406 or 415 passes, and so does an ordinary answer.',
  },
  {
    id: 'batch-after-removal',
    kind: 'silence',
    revisions: ['2025-06-18', '2025-11-25', '2026-07-28'],
    requirements: ['http.post.body-single', 'stdio.framing.single-message'],
    stance:
      'Batches are gone, but no text names the answer to an array. 400 with -32600 is looked for on HTTP and -32600 on stdio; only running part of the array is a failure.',
  },
  {
    id: 'delete-success-status',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.session.client-delete', 'http.session.delete-405'],
    stance:
      'Any 2xx ends a session. Repeating it may give 404 or 2xx, and 405 means that the server does not offer it.',
  },
  {
    id: 'duplicate-id-handling',
    kind: 'silence',
    revisions: REVISIONS,
    requirements: [
      'jsonrpc.request.id-unique-session',
      'jsonrpc.request.id-unique-inflight',
      'jsonrpc.response.required',
    ],
    stance:
      'Nothing tells a receiver what to do with an id it has seen before. A crash, answers that change places, or losing the earlier call are failures; all else passes.',
  },
  {
    id: 'event-ids-in-stateless',
    kind: 'silence',
    revisions: ['2026-07-28'],
    requirements: ['http.resume.unsupported', 'sse.id-set', 'sse.retry-digits'],
    stance:
      'A server that still sends id or retry fields gets a warning. A client may read past them but must not resume by them.',
  },
  {
    id: 'extra-param-header',
    kind: 'silence',
    revisions: ['2026-07-28'],
    requirements: ['http.param.not-expected-when-absent', 'http.param.mismatch-rejected'],
    stance:
      'Parameter headers that no annotation explains should have no effect. With a known name but no argument, both 400 and normal service pass.',
  },
  {
    id: 'httpsse-endpoint-uri',
    kind: 'silence',
    revisions: ['2024-11-05'],
    requirements: ['httpsse.endpoint-event', 'httpsse.post-to-endpoint'],
    stance:
      'A relative address counts from the URL of the stream. A client that turns down an address on a foreign origin is being careful and passes.',
  },
  {
    id: 'httpsse-post-status',
    kind: 'silence',
    revisions: ['2024-11-05'],
    requirements: ['httpsse.post-to-endpoint', 'httpsse.message-event'],
    stance:
      'Each 2xx acknowledges a POST, while the answer itself has to come on the stream. Bad input and unknown addresses are looked for as 4xx.',
  },
  {
    id: 'httpsse-reconnect',
    kind: 'silence',
    revisions: ['2024-11-05'],
    requirements: ['httpsse.shutdown', 'httpsse.endpoint-event'],
    stance:
      'A new stream is a new beginning: endpoint event, then handshake. Calls left over from the old one have to end in a visible failure.',
  },
  {
    id: 'keepalive-interval',
    kind: 'silence',
    revisions: REVISIONS,
    requirements: ['ping.periodic', 'http.stream.keepalive-comment', 'timeout.all-requests'],
    stance:
      'No revision gives a number, so idle limits are settings whose presets are the defaults of common proxies. Silence by itself never fails.',
  },
  {
    id: 'late-error-status',
    kind: 'silence',
    revisions: ['2026-07-28'],
    requirements: ['meta.request.missing-capability-http-400'],
    stance:
      'Once a stream has begun with 200 its status cannot change. The status is only insisted on for errors that come first of all.',
  },
  {
    id: 'listen-unsupported',
    kind: 'silence',
    revisions: ['2026-07-28'],
    requirements: ['subs.ack-first', 'subs.ack-subset'],
    stance:
      'An acknowledgement that grants nothing passes, and so does -32601 (with 404 on HTTP). A stream that stays open and never acknowledges fails.',
  },
  {
    id: 'missing-initialized',
    kind: 'silence',
    revisions: ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['lifecycle.initialized-notification', 'lifecycle.server-no-early-requests'],
    stance:
      'When that notification gets lost, later requests have to be served or refused. Leaving them without an answer is the failure.',
  },
  {
    id: 'overload-signal',
    kind: 'silence',
    revisions: REVISIONS,
    requirements: ['tools.rate-limit', 'mrtr.client-immediate-retry', 'http.post.reply-json-or-sse'],
    stance:
      'Refusing load by 429, 503, a JSON-RPC error or a flagged result all pass, with or without a hint when to retry. Calls that were taken still have to end, and clients have to slow down.',
  },
  {
    id: 'redirects',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'],
    requirements: ['http.session.client-secures-id', 'auth.client-right-token'],
    stance:
      'Nobody has to follow a redirect. Handing tokens or a session id to another origin because of one is a failure.',
  },
  {
    id: 'resume-while-attached',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.resume.client-get', 'http.multi.one-stream-per-message'],
    stance:
      'The newer connection should take over with nothing lost. A status that reports a conflict passes as long as it soon gives way.',
  },
  {
    id: 'retry-after-session-loss',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.session.reinit-on-404'],
    stance:
      'A new session and a definite end of the failed call are required. Whether the call is repeated is recorded and not judged.',
  },
  {
    id: 'second-get-stream',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.multi.many-streams', 'http.multi.one-stream-per-message'],
    stance:
      'Replacing the first stream, running beside it and being refused all pass. If the first is half-open, the time for which a client stays locked out is reported.',
  },
  {
    id: 'server-message-without-stream',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.get.optional', 'subs.list-changed'],
    stance: 'Messages for a client without a stream may be kept or lost; the report says which.',
  },
  {
    id: 'server-request-redelivery',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.multi.one-stream-per-message', 'http.post.response-202'],
    stance:
      "A server's request may or may not come again after a cut. The call around it has to end in bounded time, and nothing may happen twice.",
  },
  {
    id: 'size-limits',
    kind: 'silence',
    revisions: REVISIONS,
    requirements: ['jsonrpc.error.parse-error', 'stdio.framing.newline', 'sse.chunking-irrelevant'],
    stance: 'Up to a documented size everything has to work. Beyond it, 413 and JSON-RPC errors pass as well.',
  },
  {
    id: 'sse-event-type',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'],
    requirements: ['sse.event-type', 'sse.event-type-dispatch'],
    stance:
      'Servers may leave the type out or write "message". Clients must not read any other type as protocol messages.',
  },
  {
    id: 'status-for-jsonrpc-errors',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'],
    requirements: [
      'jsonrpc.error.parse-error',
      'jsonrpc.error.invalid-request',
      'jsonrpc.error.invalid-params',
      'http.post.reply-json-or-sse',
    ],
    stance:
      'The body decides. Errors of the client may come with 200 or 4xx, internal ones with 200 or 5xx, and a client has to read the body under each.',
  },
  {
    id: 'stream-end-without-response',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.stream.eventual-response', 'http.stream.client-polls', 'http.stream.disconnect-not-cancel'],
    stance:
      'With no event id there is nothing to resume from, so the call has to end visibly in bounded time. A GET that names no event id is no resumption.',
  },
  {
    id: 'unknown-last-event-id',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.resume.replay', 'http.resume.client-get'],
    stance:
      'Refusing such an id passes, and so does a new stream that replays nothing. Events of some other stream are a failure.',
  },
  {
    id: 'unknown-session-status',
    kind: 'silence',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.session.terminated-404', 'http.session.missing-400', 'http.session.reinit-on-404'],
    stance:
      '404 is looked for where an id was never issued. 400 earns a warning, since it gives clients no reason to start over.',
  },
  {
    id: 'validation-precedence',
    kind: 'silence',
    revisions: ['2026-07-28'],
    requirements: [
      'meta.request.missing-field-rejected',
      'http.headers.missing-rejected',
      'http.version-header.mismatch-rejected',
      'versioning.unsupported-error',
      'http.method-not-found-404',
    ],
    stance: 'Probes break a single rule each. Where more than one is broken, the code of any of them passes.',
  },
  {
    id: 'version-header-vs-session',
    kind: 'silence',
    revisions: ['2025-06-18', '2025-11-25'],
    requirements: ['http.version-header.negotiated-value', 'http.version-header.default'],
    stance:
      'A deviating or absent header within a session may be served or get 400. That behaviour changes over to the revision of the header is warned about: sessions have one revision, yet the header is there for servers to respond by.',
  },
];
