const AUTHORIZATION = 'needs a protected deployment and an authorization server, which no case of these suites plays';
const TASKS = 'tasks are experimental and outside the topics of these suites; no operation of the adapter creates one';
const PERMISSION = 'leaves the client free either way; nothing it does can break it';
const NO_TRACE = 'leaves no trace on the wire';
const OWN_PINGS =
  'no operation of the adapter makes a client send pings by itself within a run, and silence never fails';
const SERVER_SENDS = 'concerns what the party that executes a call sends; the harness plays it here';
const HOSTILE_SERVER =
  'concerns how a client answers malformed requests of a server; what is owed to a server that breaks the protocol is left to the client, and that it stays up is judged everywhere';
const SHORT_REQUESTS =
  'concerns requests of a server that a client works on for long; the adapter answers them at once';
const STRAY_PROGRESS =
  'what a client makes of progress that it did not ask for shows neither on the wire nor through the adapter';
const PAGES = 'the adapter lists tools in one operation and does not say whether it follows pages';

/**
 * Requirements that address a client and that no case of the client suites stands for, each with the reason; a key that
 * ends in a dot stands for all ids that begin with it.
 */
export const CLIENT_REASONS: Readonly<Record<string, string>> = {
  'auth.': AUTHORIZATION,
  'cancel.invalid-ignored': SHORT_REQUESTS,
  'cancel.race-graceful': SHORT_REQUESTS,
  'cancel.receiver-may-ignore': PERMISSION,
  'cancel.receiver-no-response': SERVER_SENDS,
  'cancel.receiver-stops': SERVER_SENDS,
  'cancel.report': NO_TRACE,
  'cancel.task-via-tasks-cancel': TASKS,
  'elicitation.complete-unknown-ignored': 'needs elicitation by URL, which no operation of the adapter drives',
  'http.compat.old-sse-fallback': 'concerns the older HTTP+SSE transport, which these suites do not drive',
  'jsonrpc.batch.empty-or-unparseable': HOSTILE_SERVER,
  'jsonrpc.batch.invalid-members': HOSTILE_SERVER,
  'jsonrpc.batch.no-empty-reply': SERVER_SENDS,
  'jsonrpc.batch.response-set': SERVER_SENDS,
  'jsonrpc.error.internal': HOSTILE_SERVER,
  'jsonrpc.error.invalid-params': HOSTILE_SERVER,
  'jsonrpc.error.invalid-request': HOSTILE_SERVER,
  'jsonrpc.error.parse-error': HOSTILE_SERVER,
  'jsonrpc.error.unreadable-id': HOSTILE_SERVER,
  'logging.set-level': 'no operation of the adapter sets a level',
  'meta.keys.no-assumptions': NO_TRACE,
  'pagination.': PAGES,
  'ping.configurable': NO_TRACE,
  'ping.log-failures': NO_TRACE,
  'ping.not-excessive': OWN_PINGS,
  'ping.periodic': OWN_PINGS,
  'ping.timeout-actions': PERMISSION,
  'ping.timeout-is-failure': OWN_PINGS,
  'progress.active-token-only': SERVER_SENDS,
  'progress.fractional': PERMISSION,
  'progress.increasing': SERVER_SENDS,
  'progress.message': SERVER_SENDS,
  'progress.optional': PERMISSION,
  'progress.rate-limit': SERVER_SENDS,
  'progress.task-token-lives': TASKS,
  'progress.stops': SERVER_SENDS,
  'progress.track-tokens': STRAY_PROGRESS,
  'sse.utf8-invalid':
    'a message with broken characters is no JSON that a client must read; what it makes of it is its own',
  'tasks.': TASKS,
  'timeout.absolute-cap': 'a cap is a matter of minutes at least, and shows in no run of seconds',
  'timeout.progress-resets': PERMISSION,
  'transport.custom.': 'concerns transports other than the standard ones',
};
