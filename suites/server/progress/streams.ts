import { answersCall } from '../../../harness/checkers/answers-call.js';
import { keepsMessagesWithTheirCall } from '../../../harness/checkers/invariants/related-messages.js';
import { bringsAllNotifications } from '../../../harness/checkers/progress-complete.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { emit } from '../../support/emission.js';
import { pingAfter } from '../../support/resumption.js';

const LABELS = ['a', 'b', 'c'];

const sideBySide = serverCase({
  id: 'progress/streams/side-by-side',
  title: 'Calls that run side by side each report progress on their own stream',
  about:
    'Three calls of one session send notifications at the same time. Each stream carries those of its own call, all of ' +
    'them, in order, and then its response.',
  fix: 'Capture the stream of a request when it arrives, and send what belongs to it there.',
  requirements: ['http.stream.messages-related', 'guarantee.no-loss', 'guarantee.order', 'jsonrpc.response.echo-id'],
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

const notOnGet = serverCase({
  id: 'progress/streams/not-on-get',
  title: 'Progress of a call does not come on the GET stream',
  about: 'A call with progress is made while a GET stream is open. Its notifications belong on its own stream.',
  fix: 'Send on GET streams only what belongs to no running call.',
  requirements: ['http.get.messages-unrelated', 'http.stream.messages-related'],
  reproduces: ['B192'],
  needs: ['get-stream', 'sse-answers', 'tool:faultline_emit'],
  async script(context) {
    const session = await context.connect();
    await session.listen({ label: 'get' }).head(300);
    await emit(context, session, 'call', { count: 5 }).answer();
    await pingAfter(session, 'after');
  },
  judges: [keepsMessagesWithTheirCall()],
});

export const cases: ServerCase[] = [sideBySide, notOnGet];
