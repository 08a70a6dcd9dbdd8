import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { blackHole, reset } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';
import { CONTINUATION, RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

const halfOpen = serverCase({
  id: 'resumability/old-connection/half-open',
  title: 'A resumption wins over an old connection that looks alive to the server',
  about:
    'After the second event nothing reaches the client any more, but the connection stays open towards the server. The ' +
    'client resumes on a new one. That should take over at once; a 409 is a warning while the old connection is there. ' +
    'Once that is gone as well, nothing may be missing.',
  fix:
    'Let a GET with Last-Event-ID replace the connection that the stream is attached to, and replay behind the named ' +
    'event: what was written to the old connection may never have arrived.',
  requirements: [...CONTINUATION, 'http.multi.one-stream-per-message', 'guarantee.recovers'],
  reproduces: ['B111', 'B305'],
  needs: RESUMABLE_EMISSION,
  waits: true,
  faults: [blackHole({ on: { exchange: 'call' }, at: { events: 2 }, direction: 'to-client', heal: 'lossy' })],
  async script(context) {
    const session = await context.connect();
    // Slow enough that the call still runs when the resumption arrives, on a busy machine too.
    const call = emit(context, session, 'call', { count: 6, intervalMs: 250 });
    await context.fired('blackHole');
    await resumeUntilAnswered(context, session, call, { attempts: 8 });
    await context.fault('blackHole').heal();
    await call.ended();
    if ((await call.answer(1)) === undefined) await resumeUntilAnswered(context, session, call);
    await pingAfter(session, 'after');
  },
  judges: [continuesStream('call', { conflict: 'warn' }), laterCallsWork(['after'])],
});

const twice = serverCase({
  id: 'resumability/old-connection/two-at-once',
  title: 'Two resumptions of one stream at the same time lose nothing between them',
  about:
    'After a reset the client sends two GETs with the same Last-Event-ID at once, as one that retries too early does. ' +
    'Either may get the stream, or be refused, or be replaced by the other, but together, and with those that follow where ' +
    'they end early, they have to bring the rest.',
  fix:
    'Attach a stream to one connection at a time and replay behind the named event for each that asks. When a newer ' +
    'connection takes over, end the older one.',
  requirements: [...CONTINUATION, 'guarantee.recovers'],
  reproduces: ['B184', 'B305'],
  needs: RESUMABLE_EMISSION,
  faults: [reset({ on: { exchange: 'call' }, at: { events: 2 } })],
  async script(context) {
    const session = await context.connect();
    const call = emit(context, session, 'call', { count: 6, intervalMs: 20 });
    await context.fired('reset');
    await call.ended();
    const from = call.lastEventId;
    if (from === undefined) return;
    const rivals = ['a', 'b'].map((name) => session.resume(from, { label: `call/resume-${name}` }));
    await Promise.all(rivals.map((rival) => rival.head()));
    const answer = await call.answer();
    const endings = await Promise.all(rivals.map((rival) => rival.ended(1)));
    // A server may end streams early and leave it to the client to come back for the rest.
    if (answer === undefined && endings.every((ending) => ending === 'complete')) {
      const furthest = rivals.reduce((best, rival) => (rival.messages.length > best.messages.length ? rival : best));
      await resumeUntilAnswered(context, session, call, { from: furthest.lastEventId ?? from });
    }
    await pingAfter(session, 'after');
  },
  judges: [continuesStream('call', { together: true }), laterCallsWork(['after'])],
});

export const cases: ServerCase[] = [halfOpen, twice];
