import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answersInKnownForm } from '../../../harness/checkers/invariants/answer-form.js';
import { keepsMessagesWithTheirCall } from '../../../harness/checkers/invariants/related-messages.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';

const PARALLEL = ['call-1', 'call-2', 'call-3', 'call-4'] as const;
const STEPS = 6;

/** Calls that report progress at the same time, so that their messages could be mixed up. */
async function callInParallel(context: ServerContext): Promise<void> {
  const session = await context.connect();
  const stream = context.profile.getStream ? session.listen({ label: 'get' }) : undefined;
  await stream?.head();
  const calls = PARALLEL.map((label) =>
    session.callTool(
      'faultline_emit',
      { count: STEPS, intervalMs: 5, key: context.nonce(label) },
      { label, progressToken: true },
    ),
  );
  await Promise.all(calls.map((call) => call.ended()));
  await session.request('ping', undefined, { label: 'later' }).answer();
  stream?.abort();
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'streams/post/parallel',
    title: 'Calls that run side by side keep to their own streams',
    about:
      'Makes four calls that report progress at the same time, beside a GET stream where there is one. Each stream carries the messages and the response of its own call and nothing else.',
    fix: 'Keep the stream of a call with the call, not in one place of the session or the process.',
    requirements: [
      'http.stream.messages-related',
      'http.get.messages-unrelated',
      'jsonrpc.response.correlate-by-id',
      'jsonrpc.response.required',
    ],
    reproduces: ['B186'],
    needs: ['sse-answers', 'tool:faultline_emit'],
    script: callInParallel,
    judges: [
      keepsMessagesWithTheirCall(),
      ...PARALLEL.map((label) => answersCall(label, 'jsonrpc.response.required', { with: 'result' })),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'streams/post/open-until-answered',
    title: 'The stream of a call stays open until its response',
    about:
      'Makes a call that is silent for some hundred milliseconds. Its stream does not end before the response came on it.',
    fix: 'End the stream of a POST after its response, not when the handler returns to the framework or when a timer fires.',
    requirements: ['http.stream.no-close-before-response', 'http.stream.eventual-response'],
    reproduces: ['B082'],
    revisions: ['2025-03-26', '2025-06-18'],
    needs: ['sse-answers', 'tool:faultline_sleep'],
    async script(context) {
      const session = await context.connect();
      await session.callTool('faultline_sleep', { ms: 400 }, { label: 'call' }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      answersCall('call', 'http.stream.no-close-before-response', { with: 'result' }),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'streams/json/parallel',
    title: 'Calls that are answered as JSON each get one JSON object',
    about:
      'Makes four calls at the same time on a server that answers with JSON bodies. Each body is one object with the response of its own call; progress has no place there and may be left out, but does not come on the GET stream.',
    fix: 'Collect nothing but the response in a JSON answer, as one object, labelled application/json.',
    requirements: ['http.post.reply-json-or-sse', 'http.get.messages-unrelated', 'jsonrpc.response.correlate-by-id'],
    needs: ['json-answers', 'tool:faultline_emit'],
    script: callInParallel,
    judges: [
      answersInKnownForm(),
      keepsMessagesWithTheirCall(),
      ...PARALLEL.map((label) => answersCall(label, 'http.post.reply-json-or-sse', { with: 'result' })),
      laterCallsWork(['later']),
    ],
  }),
];
