import { makesEventIdsUnique } from '../../../harness/checkers/invariants/unique-event-ids.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { ignoresLastEventId } from '../../../harness/checkers/ignores-last-event-id.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';
import { RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

const overStreams = serverCase({
  id: 'resumability/event-ids/unique-over-streams',
  title: 'No event id stands for two events, over all streams of a session',
  about:
    'Several calls, one after the other and side by side, are made in one session, with a GET stream beside them where ' +
    'there is one. Every event id on any of their streams has to be a new one, or a cursor would mean two places.',
  fix: 'Build event ids from something that names the stream and the number of the event within it.',
  requirements: ['http.resume.event-id-unique'],
  needs: ['event-ids', 'sse-answers'],
  async script(context) {
    const session = await context.connect();
    if (context.profile.getStream) await session.listen({ label: 'get' }).head(300);
    const methods = ['tools/list', 'ping', 'ping', 'tools/list'];
    await Promise.all(
      methods.map((method, index) => session.request(method, undefined, { label: `call-${index}` }).answer()),
    );
    await pingAfter(session, 'after');
  },
  judges: [makesEventIdsUnique()],
});

const overReconnects = serverCase({
  id: 'resumability/event-ids/unique-over-reconnects',
  title: 'Event ids stay unique when streams are cut and resumed',
  about:
    'Two calls are cut and resumed, and a third is made afterwards. A server that starts counting anew with every ' +
    'connection gives out ids twice, and a client that comes back with one of them gets the wrong messages.',
  fix: 'Count events by stream and never by connection; a replayed event keeps the id that it was given first.',
  requirements: ['http.resume.event-id-unique'],
  needs: RESUMABLE_EMISSION,
  faults: [
    reset({ id: 'cut-a', on: { exchange: 'a' }, at: { events: 2 } }),
    truncate({ id: 'cut-b', on: { exchange: 'b' }, at: { events: 3 } }),
  ],
  async script(context) {
    const session = await context.connect();
    await Promise.all(
      ['a', 'b'].map(async (label) => {
        const call = emit(context, session, label, { count: 5, intervalMs: 10 });
        await context.fired(`cut-${label}`);
        await call.ended();
        await resumeUntilAnswered(context, session, call);
      }),
    );
    await emit(context, session, 'c', { count: 3 }).answer();
  },
  judges: [makesEventIdsUnique()],
});

const postHeader = serverCase({
  id: 'resumability/event-ids/last-event-id-on-post',
  title: 'Last-Event-ID on a POST changes nothing',
  about:
    'Streams are resumed by GET. A POST that carries a Last-Event-ID, as some HTTP libraries add it to every request ' +
    'after a reconnect, is answered like any other or refused with a 4xx, of which nothing is said; in no case does it ' +
    'bring messages of the stream that the id came from.',
  fix: 'Look at Last-Event-ID on GET alone.',
  requirements: [
    'jsonrpc.response.required',
    'http.stream.messages-related',
    'http.resume.no-cross-stream',
    'guarantee.clean-errors',
    'guarantee.no-hang',
    'guarantee.recovers',
  ],
  needs: ['event-ids', 'sse-answers'],
  async script(context: ServerContext) {
    const session = await context.connect();
    const first = session.request('tools/list', undefined, { label: 'first' });
    await first.answer();
    const id = first.events.find((event) => event.id !== undefined && event.id !== '')?.id;
    context.require(id !== undefined, 'the stream of the first call had no event id');
    await session.request('ping', undefined, { label: 'second', headers: { 'Last-Event-ID': id } }).ended();
    await session.request('ping', undefined, { label: 'later' }).answer();
  },
  judges: [
    ignoresLastEventId('second'),
    copesWith('second', { rule: 'jsonrpc.response.required', allowed: ['2xx'], tolerated: ['4xx'] }),
    laterCallsWork(['later']),
  ],
});

export const cases: ServerCase[] = [overStreams, overReconnects, postHeader];
