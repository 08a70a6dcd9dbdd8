import { keepsMessagesWithTheirCall } from '../../../harness/checkers/invariants/related-messages.js';
import { keepsLogLevel } from '../../../harness/checkers/log-level.js';
import { bringsAllNotifications } from '../../../harness/checkers/progress-complete.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { Session } from '../../../harness/peer/probe.js';
import type { Need } from '../../../harness/sut/needs.js';
import { pingAfter } from '../../support/resumption.js';

const NEEDS: readonly Need[] = ['logging', 'sse-answers', 'tool:faultline_emit'];

async function setLevel(session: Session, level: string): Promise<void> {
  await session.request('logging/setLevel', { level }, { label: `level-${level}` }).answer();
}

async function emitLogs(session: Session, label: string, key: string, count: number): Promise<void> {
  await session.callTool('faultline_emit', { count, key, intervalMs: 4 }, { label }).answer();
}

const ownStream = serverCase({
  id: 'progress/log-messages/own-stream',
  title: 'Log messages of a call come on its own stream, complete and in order',
  about:
    'Two calls without a progress token run side by side and write log messages at a level that the client asked for. Each ' +
    'stream carries the log of its own call. No log messages at all are reported, some missing ones are a failure.',
  fix: 'Send log messages of a handler on the stream of its request, through the same queue as the response.',
  requirements: ['http.stream.messages-related', 'guarantee.no-loss', 'guarantee.order', 'http.get.messages-unrelated'],
  reproduces: ['B174', 'B191'],
  needs: NEEDS,
  async script(context) {
    const session = await context.connect();
    await setLevel(session, 'debug');
    await Promise.all(['a', 'b'].map((label) => emitLogs(session, label, context.nonce(label), 8)));
  },
  judges: [
    keepsMessagesWithTheirCall(),
    ...['a', 'b'].map((label) => bringsAllNotifications(label, { mayBeAbsent: true })),
  ],
});

const level = serverCase({
  id: 'progress/log-messages/level',
  title: 'Log messages below the level that the client chose are not sent',
  about:
    'The client sets the level to "error", and a call that logs at "info" is made. The revisions up to 2025-11-25 describe ' +
    'the choice without an obligation, so that messages below the level are a warning.',
  fix: 'Keep the level of logging/setLevel with the session and drop log messages that are less severe.',
  requirements: ['logging.set-level'],
  needs: NEEDS,
  async script(context) {
    const session = await context.connect();
    await setLevel(session, 'error');
    await emitLogs(session, 'call', context.nonce('log'), 5);
    await pingAfter(session, 'after');
  },
  judges: [keepsLogLevel('level-error', 'error')],
});

export const cases: ServerCase[] = [ownStream, level];
