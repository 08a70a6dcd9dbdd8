import { answersPing, wasStillRunning } from '../../../harness/checkers/ping-answer.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const FIX =
  'Answer ping with {"result": {}} in every state of a session, beside whatever else is running, and pass over its params.';

export const cases: ServerCase[] = [
  serverCase({
    id: 'json-rpc/ping/answered',
    title: 'ping is answered with an empty result',
    about: 'Pings without params, with empty params and with metadata. Each ping gets an empty result.',
    fix: FIX,
    requirements: ['ping.respond'],
    async script(ctx) {
      const session = await ctx.connect();
      await session.request('ping', undefined, { label: 'without-params' }).answer();
      await session.request('ping', {}, { label: 'empty-params' }).answer();
      await session.request('ping', { _meta: { 'com.example/a': 1 } }, { label: 'with-metadata' }).answer();
    },
    judges: [answersPing('without-params'), answersPing('empty-params'), answersPing('with-metadata')],
  }),
  serverCase({
    id: 'json-rpc/ping/during-long-call',
    title: 'ping is answered while a call is running',
    about:
      'Starts a call that takes a while and pings beside it, in the same session. The ping is answered before the call is: it is how a client finds out whether the server still lives.',
    fix: FIX,
    requirements: ['ping.respond'],
    reproduces: ['B214'],
    needs: ['tool:faultline_sleep'],
    waits: true,
    async script(ctx) {
      const session = await ctx.connect();
      // Far longer than any answer may take, and cancelled in the end: only a server that waits for it is late.
      const ms = Math.round(ctx.answerDeadlineMs * 3);
      const call = session.callTool('faultline_sleep', { ms }, { label: 'long-call', deadlineMs: ms });
      // On a server that streams, the head shows that the call was taken; one that answers with JSON shows nothing yet.
      await Promise.race([call.head(), ctx.silence(300)]);
      await session.request('ping', undefined, { label: 'ping' }).answer();
      const params = { requestId: call.id, reason: 'the ping was answered' };
      await session.notify('notifications/cancelled', params, { label: 'cancelled' }).head();
      call.abort();
    },
    judges: [answersPing('ping'), wasStillRunning('long-call', 'ping')],
  }),
];
