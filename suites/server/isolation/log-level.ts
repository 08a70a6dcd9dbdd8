import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { logsAsBefore } from '../../../harness/checkers/log-scope.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Session } from '../../../harness/peer/probe.js';

const BEFORE = 'listener/before';
const AFTER = 'listener/after';

async function setLevel(session: Session, level: string): Promise<void> {
  await session.request('logging/setLevel', { level }, { label: `${session.name}/level` }).answer();
}

async function emitLogs(context: ServerContext, session: Session, label: string): Promise<void> {
  await session.callTool('faultline_emit', { count: 3, key: context.nonce('log') }, { label }).answer();
}

const ownLevel = serverCase({
  id: 'isolation/log-level/own-session',
  title: 'The log level that one client chooses is not that of another',
  about:
    'A client asks for all log messages and gets some with a call. Then another client asks for emergencies alone. The same ' +
    'call of the first one brings as many log messages as before.',
  fix: 'Keep the level of logging/setLevel with the session that set it, not in the process or in a shared server object.',
  requirements: ['logging.set-level'],
  reproduces: ['B191'],
  needs: ['sessions', 'logging', 'sse-answers', 'tool:faultline_emit'],
  async script(context) {
    const listener = await context.connect({ name: 'listener' });
    await setLevel(listener, 'debug');
    await emitLogs(context, listener, BEFORE);
    const other = await context.connect({ name: 'other' });
    await setLevel(other, 'emergency');
    await emitLogs(context, listener, AFTER);
    await listener.request('ping', undefined, { label: 'listener/ping' }).answer();
  },
  judges: [logsAsBefore(BEFORE, AFTER), laterCallsWork(['listener/ping'])],
});

export const cases: ServerCase[] = [ownLevel];
