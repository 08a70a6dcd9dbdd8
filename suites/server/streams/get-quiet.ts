import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { keepsResponsesOffGet } from '../../../harness/checkers/invariants/no-responses-on-get.js';
import { keepsMessagesWithTheirCall } from '../../../harness/checkers/invariants/related-messages.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { reset } from '../../../harness/faults/index.js';
import { openListening } from '../../support/listening.js';
import { untilOutcome } from '../../support/outcome.js';

export const cases: ServerCase[] = [
  serverCase({
    id: 'streams/get/quiet-during-calls',
    title: 'Nothing about running calls comes on the GET stream',
    about:
      'Makes ordinary calls, and one with progress where the server has the tool for it, while a GET stream is open. Their responses and progress come on their own streams alone.',
    fix: 'Send the messages of a call on the stream of its POST; keep the GET stream for what belongs to no call.',
    requirements: ['http.get.no-responses', 'http.get.messages-unrelated', 'jsonrpc.response.required'],
    reproduces: ['B194'],
    needs: ['get-stream'],
    async script(context) {
      const session = await context.connect();
      const stream = await openListening(context, session, 'get');
      await session.request('ping', undefined, { label: 'ping' }).answer();
      if (context.profile.tools.length > 0) await session.request('tools/list', undefined, { label: 'list' }).answer();
      if (context.profile.tools.includes('faultline_emit')) {
        const args = { count: 5, key: context.nonce('progress') };
        await session.callTool('faultline_emit', args, { label: 'emit', progressToken: true }).answer();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [
      keepsResponsesOffGet(),
      keepsMessagesWithTheirCall(),
      answersCall('ping', 'jsonrpc.response.required', { with: 'result' }),
    ],
  }),
  serverCase({
    id: 'streams/get/quiet-after-lost-call',
    title: 'The result of a call whose stream was lost does not turn up on the GET stream',
    about:
      'Resets the connection of a running call and waits until the server says that its work is done. The result may be kept for a resumption of that stream; on the GET stream it would be read as the answer to something else.',
    fix: 'Keep (or drop) the result of a call whose connection is gone; never send it on another stream of the session.',
    requirements: ['http.get.no-responses', 'http.get.messages-unrelated'],
    reproduces: ['B194'],
    needs: ['get-stream', 'tool:faultline_sleep', 'tool:faultline_outcome'],
    waits: true,
    faults: [reset({ on: { exchange: 'lost-call' }, at: 'request-sent' })],
    async script(context) {
      const session = await context.connect();
      const stream = await openListening(context, session, 'get');
      const key = context.nonce('lost');
      const call = session.callTool('faultline_sleep', { ms: 200, key }, { label: 'lost-call' });
      await call.ended();
      await untilOutcome(context, session, key);
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [keepsResponsesOffGet(), keepsMessagesWithTheirCall(), laterCallsWork(['later'])],
  }),
];
