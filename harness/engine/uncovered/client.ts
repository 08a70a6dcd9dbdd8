const AUTHORIZATION = 'needs a protected deployment and an authorization server, which no case of these suites plays';
const TASKS = 'tasks are experimental and outside the topics of these suites; no operation of the adapter creates one';

/**
 * Requirements that address a client and that no case of the client suites stands for, each with the reason; a key that
 * ends in a dot stands for all ids that begin with it.
 */
export const CLIENT_REASONS: Readonly<Record<string, string>> = {
  'auth.': AUTHORIZATION,
  'cancel.task-via-tasks-cancel': TASKS,
  'tasks.': TASKS,
};
