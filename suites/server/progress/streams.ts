import { answersCall } from '../../../harness/checkers/answers-call.js';
import { keepsMessagesWithTheirCall } from '../../../harness/checkers/invariants/related-messages.js';
import { bringsAllNotifications } from '../../../harness/checkers/progress-complete.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { emit } from '../../support/emission.js';

const LABELS = ['a', 'b', 'c'];

const sideBySide = serverCase({
  id: 'progress/streams/side-by-side',
  title: 'Calls that run side by side each report progress on their own stream',
  about:
    'Three calls of one session send notifications at the same time. Each stream carries those of its own call, all of ' +
    'them, in order, and then its response.',
  fix: 'Capture the stream of a request when it arrives, and send what belongs to it there.',
  requirements: [
    'http.stream.messages-related',
    'guarantee.no-loss',
    'guarantee.order',
    'jsonrpc.response.echo-id',
    'http.get.messages-unrelated',
    'jsonrpc.response.required',
  ],
  reproduces: ['B186', 'B191'],
  needs: ['sse-answers', 'tool:faultline_emit'],
  async script(context) {
    const session = await context.connect();
    await Promise.all(LABELS.map((label) => emit(context, session, label, { count: 10, intervalMs: 5 }).answer()));
  },
  judges: [
    keepsMessagesWithTheirCall(),
    ...LABELS.map((label) => bringsAllNotifications(label)),
    ...LABELS.map((label) => answersCall(label, 'jsonrpc.response.required', { with: 'result' })),
  ],
});

export const cases: ServerCase[] = [sideBySide];
