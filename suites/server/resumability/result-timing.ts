import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { endsStream } from '../../../harness/checkers/ends-stream.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { reset } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';
import { askUntil } from '../../support/work-state.js';
import { CONTINUATION, CONTINUATION_FIX, RESUMABLE, RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

/** Time in which a stream without further messages should have ended; it is a matter of a warning only. */
const END_DEADLINE_MS = 3000;
/** A tool that takes longer says nothing in this case. */
const LONGEST_TOOL_MS = 10_000;

const beforeResult = serverCase({
  id: 'resumability/result-timing/resumed-before-the-result',
  title: 'A result that is produced after the resumption arrives on the resumed stream',
  about:
    'The connection is cut after the first event and resumed at once, while the call is still at work. A server that ' +
    'only replays what it has stored, and does not attach the stream to the new connection, loses the rest.',
  fix: CONTINUATION_FIX,
  requirements: CONTINUATION,
  reproduces: ['B172'],
  needs: RESUMABLE_EMISSION,
  faults: [reset({ on: { exchange: 'call' }, at: { events: 1 } })],
  async script(context: ServerContext) {
    const session = await context.connect();
    const call = emit(context, session, 'call', { count: 3, intervalMs: 100 });
    await context.fired('reset');
    await call.ended();
    await resumeUntilAnswered(context, session, call);
  },
  judges: [continuesStream('call')],
});

const whileAway = serverCase({
  id: 'resumability/result-timing/produced-while-away',
  title: 'A result that is produced while no connection is there is kept for the resumption',
  about:
    'The connection is cut after the first event, and the client comes back only when the server says that the work is ' +
    'done. Messages and result were then written for nobody, and have to be there all the same.',
  fix: CONTINUATION_FIX,
  requirements: [...CONTINUATION, 'http.stream.eventual-response'],
  reproduces: ['B171', 'B173'],
  needs: [...RESUMABLE_EMISSION, 'tool:faultline_outcome', 'tool:faultline_sleep'],
  faults: [reset({ on: { exchange: 'call' }, at: { events: 1 } })],
  async script(context: ServerContext) {
    const session = await context.connect();
    const key = context.nonce('work');
    const call = emit(context, session, 'call', { count: 3, intervalMs: 40, key });
    await context.fired('reset');
    await call.ended();
    await askUntil(session, key, 'outcome', (state) => state !== 'running');
    await resumeUntilAnswered(context, session, call);
  },
  judges: [continuesStream('call')],
});

const ordinaryTool = serverCase({
  id: 'resumability/result-timing/ordinary-tool',
  title: 'A tool call whose connection breaks at once is answered on the stream that resumes it',
  about:
    'Calls a tool once to see how long it takes. Then the connection of a second call is reset right behind the priming ' +
    'event, and the client resumes at once. The answer has to come on the resumed stream, whether it was there already or ' +
    'is still to be made: give a tool of your own that takes a second to see the latter.',
  fix: CONTINUATION_FIX,
  requirements: [...CONTINUATION, 'http.stream.priming-event'],
  reproduces: ['B172'],
  revisions: ['2025-11-25'],
  needs: [...RESUMABLE, 'callable-tool'],
  waits: true,
  faults: [reset({ on: { exchange: 'call' }, at: { events: 1 } })],
  async script(context: ServerContext) {
    const session = await context.connect();
    const { name, args } = context.userTool ?? { name: 'faultline_echo', args: { text: context.nonce('text') } };
    const begunAt = performance.now();
    const answer = await session.callTool(name, args, { label: 'whole', deadlineMs: LONGEST_TOOL_MS }).answer();
    context.require(answer !== undefined, `the tool ${name} did not answer within ${LONGEST_TOOL_MS} ms`);
    const tookMs = performance.now() - begunAt;
    const call = session.callTool(name, args, { label: 'call', deadlineMs: LONGEST_TOOL_MS });
    await context.fired('reset');
    await call.ended();
    await resumeUntilAnswered(context, session, call, { deadlineMs: context.answerDeadlineMs + 2 * tookMs });
    await pingAfter(session, 'after');
  },
  judges: [continuesStream('call', { withoutId: 'http.stream.priming-event' }), laterCallsWork(['after'])],
});

const nothingLeft = serverCase({
  id: 'resumability/result-timing/nothing-left',
  title: 'Resuming behind the response of a finished stream brings nothing and ends',
  about:
    'A stream is read to its end and then resumed with the id of its last event. Nothing is left, so nothing may come, ' +
    'and the new stream should end instead of staying open for ever; a refusal by a status is fine too.',
  fix:
    'When the stream that a GET resumes is complete, replay what is left of it and end the response, as the stream of ' +
    'the POST ended after its response.',
  requirements: [...CONTINUATION, 'http.stream.end-after-response'],
  needs: RESUMABLE,
  waits: true,
  async script(context: ServerContext) {
    const session = await context.connect();
    const call = session.request('tools/list', undefined, { label: 'call' });
    await call.answer();
    await call.ended(END_DEADLINE_MS / 2);
    const from = call.lastEventId;
    context.require(from !== undefined, 'the stream of a finished call had no event id');
    await session.resume(from, { label: 'call/resume' }).ended(END_DEADLINE_MS);
    await pingAfter(session, 'after');
  },
  judges: [continuesStream('call', { complete: false }), endsStream('call/resume')],
});

const afterCompletion = serverCase({
  id: 'resumability/result-timing/finished-stream',
  title: 'A finished stream can be resumed from its second event, and ends again',
  about:
    'The server has written a whole stream, but for the client its tail got lost on the way: it resumes from the second ' +
    'event of a call that is long done. The rest has to come, and then the end.',
  fix: CONTINUATION_FIX,
  requirements: [...CONTINUATION, 'http.stream.end-after-response'],
  needs: RESUMABLE_EMISSION,
  waits: true,
  async script(context: ServerContext) {
    const session = await context.connect();
    const call = emit(context, session, 'call', { count: 4 });
    const second = await call.event(2);
    await call.answer();
    await call.ended(END_DEADLINE_MS / 2);
    context.require(second?.id !== undefined, 'the second event had no id');
    const resumed = session.resume(second.id, { label: 'call/resume' });
    await resumed.message('response', (message) => message.id === call.id);
    await resumed.ended(END_DEADLINE_MS);
    await pingAfter(session, 'after');
  },
  judges: [continuesStream('call'), endsStream('call/resume')],
});

export const cases: ServerCase[] = [beforeResult, whileAway, ordinaryTool, nothingLeft, afterCompletion];
