/** A permission that a server may use or not: there is nothing to break, and other cases accept either. */
const PERMISSION = 'leaves the server free either way; nothing it does can break it';
/** What a server does about its own requests, which no ordinary operation and no probe tool lets a harness bring about in time. */
const OWN_REQUESTS =
  'concerns requests that the server itself sends; no operation makes it send one and give it up within a run';
const NO_TRACE = 'leaves no trace on the wire';
const TASKS = 'tasks are experimental and outside the topics of these suites; no probe tool creates one';
const AUTHORIZATION =
  'needs a protected deployment and tokens of several principals, which a target given by URL does not offer';

/**
 * Requirements that address a server and that no case of the server suites stands for, each with the reason; a key that
 * ends in a dot stands for all ids that begin with it.
 */
export const SERVER_REASONS: Readonly<Record<string, string>> = {
  'auth.': AUTHORIZATION,
  'cancel.receiver-may-ignore': PERMISSION,
  'cancel.report': NO_TRACE,
  'cancel.task-via-tasks-cancel': TASKS,
  'elicitation.complete-routing': 'needs elicitation by URL, which no probe tool offers',
  'elicitation.state-bound-to-user': AUTHORIZATION,
  'elicitation.url-required-error': 'needs elicitation by URL, which no probe tool offers',
  'http.compat.server-hosts-old': 'concerns the older HTTP+SSE transport, which these suites do not drive',
  'http.get.polling-retry': 'no operation or probe tool makes a server drop a GET connection whose stream goes on',
  'http.security.authenticate': AUTHORIZATION,
  'http.security.bind-localhost': 'a target given by URL does not tell on which other addresses it listens',
  'http.security.origin-403-body': PERMISSION,
  'http.session.server-may-terminate': PERMISSION,
  'http.stream.batched-events': PERMISSION,
  'http.stream.pre-response-messages': PERMISSION,
  'http.stream.resumable': PERMISSION,
  'jsonrpc.batch.send': PERMISSION,
  'jsonrpc.error.internal': 'no harmless request makes a server fail inside',
  'logging.rate-limit': 'no number says when a rate is too high; overload cases judge that others are still served',
  'ping.configurable': 'is a setting of the deployment and does not show on the wire',
  'ping.log-failures': NO_TRACE,
  'ping.periodic': 'no interval is defined, and silence alone never fails',
  'ping.timeout-actions': OWN_REQUESTS,
  'ping.timeout-is-failure': OWN_REQUESTS,
  'progress.fractional': PERMISSION,
  'progress.optional': PERMISSION,
  'progress.task-token-lives': TASKS,
  'progress.token-unique': OWN_REQUESTS,
  'prompts.internal-error': 'no harmless request makes a server fail inside',
  'resources.internal-error': 'no harmless request makes a server fail inside',
  'security.session-not-auth': AUTHORIZATION,
  'security.verify-every-request': AUTHORIZATION,
  'tasks.': TASKS,
  'timeout.absolute-cap': OWN_REQUESTS,
  'timeout.all-requests': OWN_REQUESTS,
  'timeout.cancel-on-expiry': OWN_REQUESTS,
  'timeout.per-request-config': 'is a setting of an interface for programs and does not show on the wire',
  'timeout.progress-resets': OWN_REQUESTS,
  'transport.custom.': 'concerns transports other than the standard ones',
};
