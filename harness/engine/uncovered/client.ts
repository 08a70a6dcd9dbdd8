const AUTHORIZATION = 'needs a protected deployment and an authorization server, which no case of these suites plays';
const TASKS = 'tasks are experimental and outside the topics of these suites; no operation of the adapter creates one';
const PERMISSION = 'leaves the client free either way; nothing it does can break it';
const NO_TRACE = 'leaves no trace on the wire';
const OWN_PINGS =
  'no operation of the adapter makes a client send pings by itself within a run, and silence never fails';
const SERVER_SENDS = 'concerns what the party that executes a call sends; the harness plays it here';
const HOSTILE_SERVER =
  'concerns how a client answers malformed requests of a server; what is owed to a server that breaks the protocol is left to the client, and that it stays up is judged everywhere';
const PAGES = 'the adapter lists tools in one operation and does not say whether it follows pages';

/**
 * Requirements that address a client and that no case of the client suites stands for, each with the reason; a key that
 * ends in a dot stands for all ids that begin with it.
 */
export const CLIENT_REASONS: Readonly<Record<string, string>> = {
  'auth.': AUTHORIZATION,
  'cancel.receiver-may-ignore': PERMISSION,
  'cancel.receiver-no-response': SERVER_SENDS,
  'cancel.receiver-stops': SERVER_SENDS,
  'cancel.report': NO_TRACE,
  'cancel.task-via-tasks-cancel': TASKS,
  'elicitation.complete-unknown-ignored': 'needs elicitation by URL, which no operation of the adapter drives',
  'http.compat.old-sse-fallback': 'concerns the older HTTP+SSE transport, which these suites do not drive',
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
  'progress.message': SERVER_SENDS,
  'progress.optional': PERMISSION,
  'progress.rate-limit': SERVER_SENDS,
  'progress.task-token-lives': TASKS,
  'sse.utf8-invalid':
    'a message with broken characters is no JSON that a client must read; what it makes of it is its own',
  'tasks.': TASKS,
  'timeout.per-request-config':
    'is a setting of an interface for programs; the limits that the adapter passes on are judged',
  'timeout.progress-resets': PERMISSION,
  'transport.custom.': 'concerns transports other than the standard ones',
};
