import type { Ambiguity } from '../ambiguity.js';
import { REVISIONS } from '../revisions.js';

/** Places where texts of one revision disagree with each other. */
export const CONTRADICTIONS: readonly Ambiguity[] = [
  {
    id: 'broken-stream-reissue',
    kind: 'contradiction',
    revisions: ['2026-07-28'],
    requirements: [
      'http.resume.unsupported',
      'stdio.crash.inflight-lost',
      'jsonrpc.request.id-unique-inflight',
      'http.cancel.close-cancels',
    ],
    stance:
      'Whether a call whose stream broke is sent again is contested. Failing it visibly passes, sending it anew under another id passes and is recorded together with any doubled effect; the old id or an endless wait fails.',
  },
  {
    id: 'cancel-notification-on-http',
    kind: 'contradiction',
    revisions: ['2026-07-28'],
    requirements: ['cancel.client-signals', 'http.cancel.client-closes'],
    stance:
      'Clients are judged by whether the stream closes. A cancelled notification that is posted all the same may get 202 or an error, with or without effect.',
  },
  {
    id: 'cancel-strength-stdio',
    kind: 'contradiction',
    revisions: ['2026-07-28'],
    requirements: ['stdio.cancel.server-silent', 'cancel.receiver-no-response', 'cancel.receiver-may-ignore'],
    stance:
      'Messages for a call that come clearly after its cancellation was read break the stricter text. Where the work demonstrably could not be stopped, that is only a warning.',
  },
  {
    id: 'client-disconnect-strength',
    kind: 'contradiction',
    revisions: ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['lifecycle.version.client-disconnect'],
    stance:
      'Staying connected after an unusable counter-offer is a warning, as for a SHOULD; completing the handshake in spite of it is an error.',
  },
  {
    id: 'discover-cacheable',
    kind: 'contradiction',
    revisions: ['2026-07-28'],
    requirements: ['cache.hints-present', 'discover.result-shape'],
    stance: 'Page and schema outweigh the changelog here: a discover result without caching hints is at fault.',
  },
  {
    id: 'error-id-null-vs-absent',
    kind: 'contradiction',
    revisions: REVISIONS,
    requirements: ['jsonrpc.error.unreadable-id', 'jsonrpc.error.parse-error', 'http.post.rejected-input-body'],
    stance:
      'The texts disagree on how an error shows that it has no id. Both null and leaving it out are accepted, from servers and from clients.',
  },
  {
    id: 'fallback-status-set',
    kind: 'contradiction',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'],
    requirements: ['http.compat.old-sse-fallback', 'http.compat.fallback-initialize', 'http.compat.inspect-400'],
    stance:
      'Probes provoke fallback by 400, 404 and 405 alone. Whoever refuses with 401, 403, 429 or in the 5xx range gives no cause for it.',
  },
  {
    id: 'init-version-error',
    kind: 'contradiction',
    revisions: ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['lifecycle.version.server-alternative'],
    stance:
      "A counter-offer is what the rule wants; an error instead is reported as a deviation that the page's own sample shows. Clients have to cope with the two forms.",
  },
  {
    id: 'legacy-code-range',
    kind: 'contradiction',
    revisions: ['2026-07-28'],
    requirements: ['jsonrpc.error.legacy-range-unused', 'jsonrpc.error.legacy-range-opaque'],
    stance: 'Older implementations that still use the closed band are warned about and not failed.',
  },
  {
    id: 'notification-post-headers',
    kind: 'contradiction',
    revisions: ['2026-07-28'],
    requirements: [
      'http.post.metadata-headers',
      'http.version-header.client-sends',
      'http.version-header.missing-rejected',
    ],
    stance:
      'Our client sends the headers on notifications too. A notification without them may be taken with 202 or turned down with 400.',
  },
  {
    id: 'progress-monotonic-strength',
    kind: 'contradiction',
    revisions: REVISIONS,
    requirements: ['progress.increasing'],
    stance:
      'Servers have to raise the value each time, as the page says. A client may not break on a value that stands still or drops.',
  },
  {
    id: 'related-task-scope',
    kind: 'contradiction',
    revisions: ['2025-11-25'],
    requirements: ['tasks.related-task', 'tasks.param-is-truth'],
    stance:
      'Answers to tasks/result, and requests made for the task, have to carry the tag. No other message is judged by it.',
  },
  {
    id: 'session-id-strength',
    kind: 'contradiction',
    revisions: ['2025-03-26', '2025-06-18', '2025-11-25'],
    requirements: ['http.session.id-unguessable', 'security.session-unpredictable'],
    stance: 'Ids that can plainly be predicted are a failure; ids that are merely on the weak side are a warning.',
  },
  {
    id: 'subscription-reopen-strength',
    kind: 'contradiction',
    revisions: ['2026-07-28'],
    requirements: ['subs.drop-is-unexpected', 'subs.stdio-resubscribe'],
    stance:
      'On stdio a lost subscription has to be opened again; on HTTP the lack of that is a warning. Either way the attempts should be spaced out.',
  },
  {
    id: 'subscription-teardown',
    kind: 'contradiction',
    revisions: ['2026-07-28'],
    requirements: [
      'cancel.server-subscription-teardown',
      'cancel.server-only-for-subscriptions',
      'subs.graceful-close',
      'subs.graceful-close-tagged',
    ],
    stance:
      'A tagged result, a cancelled notification, or the two together mark an orderly end, and clients have to live with each. An orderly shutdown without any of them is a warning.',
  },
  {
    id: 'task-required-code',
    kind: 'contradiction',
    revisions: ['2025-11-25'],
    requirements: [
      'tasks.tool.required-error',
      'tasks.tool.forbidden-error',
      'tasks.ignore-if-undeclared',
      'tasks.may-require',
    ],
    stance:
      'A tool that needs task mode answers -32601, a request type that needs it -32600. A peer that never declared tasks is expected to run the plain call.',
  },
  {
    id: 'tasks-stream-choice',
    kind: 'contradiction',
    revisions: ['2025-11-25'],
    requirements: [
      'tasks.http-any-stream',
      'http.get.messages-unrelated',
      'http.stream.messages-related',
      'http.multi.one-stream-per-message',
    ],
    stance: "Messages that carry a task's tag may travel on any stream. That each goes out only once still holds.",
  },
  {
    id: 'tool-argument-errors',
    kind: 'contradiction',
    revisions: ['2024-11-05', '2025-03-26', '2025-06-18', '2026-07-28'],
    requirements: ['tools.input-validation-in-result', 'tools.malformed-call'],
    stance:
      'Arguments that break the input schema may lead to a protocol error or to a flagged result. Those that satisfy it but do not suit the tool need a flagged result.',
  },
  {
    id: 'url-elicitation-strength',
    kind: 'contradiction',
    revisions: ['2025-11-25'],
    requirements: ['elicitation.url-required-error'],
    stance: 'Asking by an elicitation request in place of -32042 is no failure.',
  },
];
