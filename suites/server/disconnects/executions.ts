import { answeredOrRefused } from '../../../harness/checkers/answered-or-refused.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { executedOnce } from '../../../harness/checkers/counter-value.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import type { Need } from '../../../harness/sut/needs.js';
import { RESUMABLE } from '../../support/resumable.js';
import { readWhenRaised } from '../../support/counting.js';
import { workLasting } from '../../support/pace.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

const NOT_CANCEL = 'http.stream.disconnect-not-cancel';
const NEEDS: readonly Need[] = ['tool:faultline_add', 'tool:faultline_read', 'tool:faultline_sleep'];

const cutBeforeAnswer = serverCase({
  id: 'disconnects/executions/cut-before-the-answer',
  title: 'A call whose connection breaks is executed exactly once',
  about:
    'Two calls, each of which raises a counter of its own after a pause, lose their connections before and after the ' +
    'response head. The work has to be done, because a disconnect is no cancellation, and not a second time.',
  fix: 'Run the handler once for each request that was read, whatever becomes of the connection on which it came.',
  requirements: ['guarantee.at-most-once', NOT_CANCEL, 'guarantee.recovers'],
  reproduces: ['B209', 'B207'],
  needs: NEEDS,
  faults: [
    reset({ id: 'before-head', on: { exchange: 'before-head' }, at: 'request-sent' }),
    truncate({ id: 'after-head', on: { exchange: 'after-head' }, at: 'response-head' }),
  ],
  async script(context) {
    const session = await context.connect();
    await Promise.all(
      ['before-head', 'after-head'].map(async (label) => {
        const key = context.nonce(label);
        session.callTool('faultline_add', { key, delayMs: 150 }, { label });
        await context.fired(label);
        await readWhenRaised(session, key, `count-${label}`);
      }),
    );
    await pingAfter(session, 'after');
  },
  judges: [
    executedOnce('count-before-head'),
    executedOnce('count-after-head', { never: NOT_CANCEL }),
    laterCallsWork(['after']),
  ],
});

const resumed = serverCase({
  id: 'disconnects/executions/resumed',
  title: 'Resuming the stream of a call does not execute it again',
  about:
    'A call that raises a counter is cut right after the priming event and resumed, twice in a row. The answer comes on ' +
    'the resumed stream, and the counter has been raised once.',
  fix: 'Take a GET with Last-Event-ID for what it is: another connection for a stream, and no new request.',
  requirements: [
    'guarantee.at-most-once',
    'guarantee.no-loss',
    'http.resume.replay',
    'http.resume.per-stream-cursor',
    'http.resume.no-cross-stream',
    'guarantee.no-duplicate',
    'guarantee.order',
    'http.stream.priming-event',
  ],
  revisions: ['2025-11-25'],
  needs: [...RESUMABLE, ...NEEDS],
  faults: [
    reset({ id: 'first', on: { exchange: 'call' }, at: { events: 1 } }),
    truncate({ id: 'second', on: { exchange: 'call/resume', nth: 1 }, at: 'response-head' }),
  ],
  async script(context) {
    const session = await context.connect();
    const key = context.nonce('counter');
    const call = session.callTool('faultline_add', { key, delayMs: 150 }, { label: 'call' });
    await context.fired('first');
    await call.ended();
    await resumeUntilAnswered(context, session, call);
    await readWhenRaised(session, key, 'count');
  },
  judges: [continuesStream('call', { withoutId: 'http.stream.priming-event' }), executedOnce('count')],
});

const sameIdAgain = serverCase({
  id: 'disconnects/executions/same-request-again',
  title: 'A running call is not lost when its request comes once more',
  about:
    'While a call is at work, the same request arrives again on another connection, as from something in between that ' +
    'took the first attempt for lost. The first call must still be answered. What becomes of the second, and whether the ' +
    'work was done twice, is reported, as no text says what to do.',
  fix: 'Keep the first call and its way back untouched when a second request with its id arrives: refuse that one, or run it beside.',
  requirements: ['guarantee.at-most-once', 'jsonrpc.response.required', 'guarantee.no-crossing', 'guarantee.recovers'],
  reproduces: ['B187', 'B199', 'B201'],
  needs: NEEDS,
  async script(context) {
    const session = await context.connect();
    const key = context.nonce('counter');
    const args = { key, delayMs: await workLasting(session, 400) };
    const deadlineMs = args.delayMs + context.answerDeadlineMs;
    const call = session.callTool('faultline_add', args, { label: 'call', deadlineMs });
    await context.until(
      'the forwarded call',
      (event) => event.kind === 'request-body' && event.side === 'server' && event.exchange === 'call',
    );
    // Whatever was sent before this ping has been read when it is answered.
    await pingAfter(session, 'between');
    const again = session.callTool('faultline_add', args, { label: 'again', id: call.id, deadlineMs });
    await call.ended();
    await again.head();
    await readWhenRaised(session, key, 'count');
    await pingAfter(session, 'after');
  },
  judges: [
    answeredOrRefused(['call'], 'jsonrpc.response.required'),
    executedOnce('count', { twice: 'note' }),
    laterCallsWork(['after']),
  ],
});

export const cases: ServerCase[] = [cutBeforeAnswer, resumed, sameIdAgain];
