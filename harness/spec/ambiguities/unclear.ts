import type { Ambiguity } from '../ambiguity.js';

/** Places whose text allows more than one reading. */
export const UNCLEAR_POINTS: readonly Ambiguity[] = [
  {
    id: 'batch-json-reply',
    kind: 'unclear',
    revisions: ['2025-03-26'],
    requirements: ['http.post.reply-json-or-sse', 'jsonrpc.batch.response-set'],
    stance:
      '"One JSON object" cannot hold the replies to a batch, so a JSON array is what a plain JSON answer should contain.',
  },
  {
    id: 'cancel-json-reply',
    kind: 'unclear',
    revisions: ['2026-07-28'],
    requirements: ['http.cancel.close-cancels'],
    stance:
      'It is unsettled whether a disconnect cancels a call that is not answered by an open stream. The rule is judged on open streams, anything else is reported for information.',
  },
  {
    id: 'client-session-security',
    kind: 'unclear',
    revisions: ['2025-11-25'],
    requirements: ['http.session.client-secures-id'],
    stance:
      'The page referred to tells clients nothing. It is checked that a session id travels only in its header and only to the origin that issued it.',
  },
  {
    id: 'initialize-at-modern-server',
    kind: 'unclear',
    revisions: ['2026-07-28'],
    requirements: [
      'versioning.modern-only-names-versions',
      'http.version-header.missing-rejected',
      'http.method-not-found-404',
    ],
    stance:
      'Several errors fit equally well, so each of their codes passes with 400 or 404. What is checked is that the answer tells which versions are spoken.',
  },
  {
    id: 'initialize-timeout',
    kind: 'unclear',
    revisions: ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['cancel.not-initialize', 'timeout.cancel-on-expiry'],
    stance: 'A handshake that takes too long should end in a disconnect, and no cancelled notification may name it.',
  },
  {
    id: 'lost-request-id-reuse',
    kind: 'unclear',
    revisions: ['2026-07-28'],
    requirements: ['jsonrpc.request.id-unique-inflight', 'subs.drop-is-unexpected'],
    stance:
      'New ids are looked for everywhere, even after a lost answer. Only a stdio process that was started again may see old ones.',
  },
  {
    id: 'meaning-of-403',
    kind: 'unclear',
    revisions: ['2025-11-25', '2026-07-28'],
    requirements: ['http.security.origin-403', 'auth.403-insufficient', 'auth.insufficient-scope-challenge'],
    stance:
      'A 403 calls for wider scopes only if its challenge says insufficient_scope; any other stands for a plain refusal.',
  },
  {
    id: 'meaning-of-404',
    kind: 'unclear',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'],
    requirements: ['http.session.reinit-on-404', 'http.method-not-found-404', 'http.compat.old-sse-fallback'],
    stance:
      'A client has to tell the meanings apart by what it sent (a session id or none) and by what the body holds. A stray 404 from a gateway may end a session, but the era it had detected has to survive.',
  },
  {
    id: 'notifications-in-json-mode',
    kind: 'unclear',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.post.reply-json-or-sse', 'http.get.messages-unrelated', 'progress.optional'],
    stance:
      'Plain JSON leaves no room for progress and logs, so their absence passes. A server that sends them over GET instead is warned.',
  },
  {
    id: 'stream-after-cancel',
    kind: 'unclear',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['cancel.receiver-no-response', 'http.stream.eventual-response', 'http.stream.end-after-response'],
    stance:
      'A stream whose call was cancelled may close without an answer or with a late one. Staying open without end fails.',
  },
];
