import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { primesStream, sendsNoEmptyEvents } from '../../../harness/checkers/priming-event.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import { CONTINUATION, CONTINUATION_FIX, RESUMABLE } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

const FIX =
  'Open the stream of a request with an event that has an id and an empty data field, and flush it at once, before the ' +
  'work begins: a stream that is cut before its first id cannot be resumed.';

const firstEvent = serverCase({
  id: 'resumability/priming-event/comes-first',
  title: 'The stream of a request begins with an event that has an id and no data',
  about:
    'A server that offers event ids should send one at the very start of a stream, so that the call can be picked up ' +
    'however early its connection breaks. The first event of an ordinary call is looked at.',
  fix: FIX,
  requirements: ['http.stream.priming-event'],
  reproduces: ['B161'],
  revisions: ['2025-11-25'],
  needs: ['event-ids', 'sse-answers'],
  async script(context) {
    const session = await context.connect();
    await session.request('tools/list', undefined, { label: 'call' }).answer();
  },
  judges: [primesStream('call')],
});

/** Long enough that whatever comes while it lasts was not kept back until the answer. */
const SLEEP_MS = 20_000;

const beforeWork = serverCase({
  id: 'resumability/priming-event/before-the-work',
  title: 'The first event id arrives while the call is still at work',
  about:
    'A call sleeps for a long time. Its first event has to arrive long before it is done, or there is nothing to resume ' +
    'from for as long as it works. The call is cancelled then.',
  fix: FIX,
  requirements: ['http.stream.priming-event', 'guarantee.delivered-in-time'],
  reproduces: ['B161', 'B079'],
  revisions: ['2025-11-25'],
  needs: ['event-ids', 'sse-answers', 'tool:faultline_sleep'],
  waits: true,
  async script(context) {
    const session = await context.connect();
    const deadlineMs = SLEEP_MS;
    const call = session.callTool('faultline_sleep', { ms: SLEEP_MS }, { label: 'call', deadlineMs });
    await call.event(1, 3000);
    context.mark('waited');
    await session.notify('notifications/cancelled', { requestId: call.id }, { label: 'cancel' }).head();
    call.abort();
    await pingAfter(session, 'after');
  },
  judges: [primesStream('call', { beforeMark: 'waited', evidence: 'after' })],
});

const resumedFromIt = serverCase({
  id: 'resumability/priming-event/resumed-from-it',
  title: 'A call whose connection breaks right after the priming event is answered on the resumed stream',
  about:
    'The stream of an ordinary call is reset after its first event. The id of that event is all that the client has, ' +
    'and has to be enough to get the answer.',
  fix: CONTINUATION_FIX,
  requirements: [...CONTINUATION, 'http.stream.priming-event'],
  reproduces: ['B161', 'B171'],
  revisions: ['2025-11-25'],
  needs: ['event-ids', 'sse-answers'],
  faults: [reset({ on: { exchange: 'call' }, at: { events: 1 } })],
  async script(context) {
    const session = await context.connect();
    const call = session.request('tools/list', undefined, { label: 'call' });
    await context.fired('reset');
    await call.ended();
    if (call.messages.length === 0) await resumeUntilAnswered(context, session, call);
    await pingAfter(session, 'after');
  },
  judges: [continuesStream('call', { withoutId: 'http.stream.priming-event' })],
});

const notForOlder = serverCase({
  id: 'resumability/priming-event/not-for-older-clients',
  title: 'Clients of earlier revisions get no event without a message',
  about:
    'The empty first event is an invention of 2025-11-25. Clients of earlier revisions parse the data of each event as a ' +
    'message, and some of them fail on an empty one, so a server should not send it to them.',
  fix: 'Send the priming event only in sessions that negotiated 2025-11-25.',
  requirements: ['sse.emit.wellformed'],
  reproduces: ['B288'],
  revisions: ['2025-03-26', '2025-06-18'],
  needs: ['sse-answers'],
  async script(context) {
    const session = await context.connect();
    await session.request('tools/list', undefined, { label: 'call' }).answer();
  },
  judges: [sendsNoEmptyEvents(['call', 'session/initialize'])],
});

const handshake = serverCase({
  id: 'resumability/priming-event/handshake',
  title: 'The answer to initialize can be had from the resumed stream',
  about:
    'The stream of initialize is cut after its first event. The response head has told the session id, so a client can ' +
    'resume instead of starting another session. A server that refuses this gets a warning; in any case another session ' +
    'can be opened.',
  fix: 'Treat the stream of initialize like that of any other request: keep its events, and replay them on a GET.',
  requirements: [...CONTINUATION, 'http.stream.priming-event', 'http.session.assign-at-init', 'guarantee.recovers'],
  revisions: ['2025-11-25'],
  needs: ['sessions', ...RESUMABLE],
  faults: [truncate({ on: { exchange: 'handshake' }, at: { events: 1 } })],
  async script(context: ServerContext) {
    const params = {
      protocolVersion: context.revision,
      capabilities: {},
      clientInfo: { name: 'faultline-interrupted', version: '1' },
    };
    const body = { jsonrpc: '2.0', id: 1, method: 'initialize', params };
    const interrupted = context.post(body, { label: 'handshake' });
    const head = await interrupted.head();
    await interrupted.ended();
    const sessionId = head?.headers.find(([name]) => name.toLowerCase() === 'mcp-session-id')?.[1];
    context.require(sessionId !== undefined, 'the head of the interrupted response named no session');
    const session = { 'Mcp-Session-Id': sessionId, 'MCP-Protocol-Version': context.revision };
    if (interrupted.lastEventId !== undefined && interrupted.messages.length === 0) {
      const headers = { ...session, 'Last-Event-ID': interrupted.lastEventId };
      const resumed = context.send({ method: 'GET', label: 'handshake/resume', headers });
      await resumed.message('the response to initialize', (message) => message.id === 1, 3000);
    }
    await context.send({ method: 'DELETE', label: 'goodbye', headers: session }).head();
    const another = await context.connect();
    await another.request('ping', undefined, { label: 'later' }).answer();
  },
  judges: [
    continuesStream('handshake', { refusal: 'warn', withoutId: 'http.stream.priming-event' }),
    laterCallsWork(['later']),
  ],
});

export const cases: ServerCase[] = [firstEvent, beforeWork, resumedFromIt, notForOlder, handshake];
