import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { comesBack } from '../../../harness/checkers/comes-back.js';
import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { emitsCompletely } from '../../../harness/checkers/complete-emission.js';
import { acceptsOrForgets, servesOrForgets } from '../../../harness/checkers/lost-session.js';
import { replaysNothing } from '../../../harness/checkers/replays-nothing.js';
import { sessionIdsDiffer } from '../../../harness/checkers/session-ids-differ.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { emit } from '../../support/emission.js';
import { bareInitialize } from '../../support/handshake.js';
import { killAndRevive, killBefore } from '../../support/outage.js';
import { RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter } from '../../support/resumption.js';
import { slowCall } from '../../support/slow-call.js';

/** Runs once a target, while nothing else does; starting some servers takes a while. */
const ALONE = { once: true, alone: true, budgetMs: 60_000 } as const;

/** So often, and so long apart, a server that is not ready yet is asked again. */
const ASKED = { times: 8, everyMs: 250 };

/** Waits for a server that accepts connections, but still refuses for the moment. */
async function untilReady(context: ServerContext): Promise<void> {
  for (let time = 1; time <= ASKED.times; time += 1) {
    const attempt = bareInitialize(context, { label: `ready-${time}` });
    await attempt.ended();
    const head = await attempt.head();
    if (head !== undefined && head.status < 500 && head.status !== 429) return;
    await context.silence(ASKED.everyMs);
  }
}

const runningCall = serverCase({
  ...ALONE,
  id: 'outage/kill/running-call',
  title: 'After a kill in the middle of a call the client is told that its session is gone, and starts anew at once',
  about:
    'Kills the server while a call is at work and a GET stream is open, so that it can tidy up nothing, and starts it ' +
    'again. Requests under the id of the session before are answered with 404, or served by a server that keeps its ' +
    'sessions, and in no case with an error of the server. A new handshake works at once, and calls after it.',
  fix:
    'Answer 404 to every session id that the process does not know. Hold no lock, lease or half-written state that a ' +
    'process which was killed keeps from the next one, or give it up when the server starts.',
  requirements: [
    'guarantee.no-crash',
    'http.session.terminated-404',
    'guarantee.clean-errors',
    'guarantee.no-hang',
    'guarantee.recovers',
  ],
  reproduces: ['B001', 'B002', 'B012', 'B042'],
  needs: ['sessions'],
  faults: [killBefore('last')],
  async script(context: ServerContext) {
    const old = await context.connect({ name: 'old' });
    slowCall(context, old, 'old/call');
    if (context.profile.getStream) await old.listen({ label: 'old/get' }).head();
    await pingAfter(old, 'old/ping');
    await killAndRevive(context, old, 'last');
    await old.request('ping', undefined, { label: 'again/request' }).ended();
    const stream = old.listen({ label: 'again/get' });
    await stream.head();
    stream.abort();
    await untilReady(context);
    await pingAfter(await context.connect({ name: 'new' }), 'new/ping');
  },
  judges: [
    comesBack(),
    servesOrForgets('again/request'),
    acceptsOrForgets('again/get'),
    answersCall('new/initialize', 'guarantee.recovers', { with: 'result' }),
    laterCallsWork(['new/ping']),
  ],
});

const CLIENTS = 4;
const OLD = Array.from({ length: CLIENTS }, (_, index) => `old-${index + 1}`);
const NEW = Array.from({ length: CLIENTS }, (_, index) => `new-${index + 1}`);

const sessionIds = serverCase({
  ...ALONE,
  id: 'outage/kill/session-ids',
  title: 'A server that was killed gives out no session id of its former life again',
  about:
    `Opens ${CLIENTS} sessions, kills the server, starts it again, and opens as many. No two of all have the same id. A ` +
    'client of before that comes back under its own id would otherwise be let into the session of a stranger. Then each ' +
    'of the clients of before does come back, and gets 404, or is served by a server that keeps its sessions.',
  fix: 'Draw session ids from a secure random source. Counters, and generators that are seeded alike, begin anew with the process.',
  requirements: [
    'guarantee.no-crash',
    'guarantee.no-crossing',
    'http.session.terminated-404',
    'guarantee.clean-errors',
    'guarantee.no-hang',
  ],
  needs: ['sessions'],
  faults: [killBefore('last')],
  async script(context: ServerContext) {
    const old = await Promise.all(OLD.map((name) => context.connect({ name })));
    const [first] = old;
    context.require(first !== undefined, 'there was no session before');
    await killAndRevive(context, first, 'last');
    await untilReady(context);
    await Promise.all(NEW.map((name) => context.connect({ name })));
    await Promise.all(
      old.map((session) => session.request('ping', undefined, { label: `${session.name}/again` }).ended()),
    );
  },
  judges: [
    comesBack(),
    sessionIdsDiffer([...OLD, ...NEW].map((name) => `${name}/initialize`)),
    ...OLD.map((name) => servesOrForgets(`${name}/again`)),
  ],
});

/** Requests before the call that is cut off, and calls of the neighbour: streams that are counted get the same numbers. */
const BEFORE = ['old/ping-1', 'old/ping-2'];
const NEIGHBOURLY = ['neighbour/call-1', 'neighbour/call-2', 'neighbour/call-3', 'neighbour/call-4'];
const EMISSION = { count: 12 };
/** Long enough to be under way when the server is killed. */
const LONG = { count: 1000, intervalMs: 20 };
/** Time for a replay to come, where a server looks its events up before it writes them. */
const REPLAY_MS = 100;

const eventIds = serverCase({
  ...ALONE,
  id: 'outage/kill/event-ids',
  title: 'An event id from before a kill leads into the stream of nobody else',
  about:
    'Kills the server in the middle of a stream and starts it again. Another client makes calls there, whose streams get ' +
    'event ids of their own. Then the client of before resumes with its old event id: under its old session id, ' +
    'which is answered with 404 or goes on with its own stream, and under a new one, where nothing of any call may come.',
  fix:
    'Put something into event ids that differs from process to process, look them up in the streams of their own session ' +
    'alone, and answer an id that names nothing with a 4xx or a new stream.',
  requirements: [
    'guarantee.no-crash',
    'http.resume.no-cross-stream',
    'http.session.terminated-404',
    'guarantee.clean-errors',
    'guarantee.recovers',
  ],
  reproduces: ['B162'],
  needs: ['sessions', ...RESUMABLE_EMISSION],
  faults: [killBefore('last')],
  waits: true,
  async script(context: ServerContext) {
    const old = await context.connect({ name: 'old' });
    for (const label of BEFORE) await pingAfter(old, label);
    const call = emit(context, old, 'old/call', LONG, { deadlineMs: context.answerDeadlineMs * 4 });
    await call.message('its second progress', () => call.messages.length >= 2);
    const cursor = call.lastEventId;
    context.require(cursor !== undefined, 'the call had no event id');
    await killAndRevive(context, old, 'last');
    await untilReady(context);
    const neighbour = await context.connect({ name: 'neighbour' });
    for (const label of NEIGHBOURLY) await emit(context, neighbour, label, EMISSION).ended();
    const fresh = await context.connect({ name: 'fresh' });
    const streams = [old.resume(cursor, { label: 'old/call/resume' }), fresh.resume(cursor, { label: 'fresh/resume' })];
    await Promise.all(streams.map((stream) => stream.head()));
    await context.silence(REPLAY_MS);
    for (const stream of streams) stream.abort();
    await pingAfter(fresh, 'fresh/ping');
  },
  judges: [
    comesBack(),
    acceptsOrForgets('old/call/resume'),
    continuesStream('old/call', { complete: false, refusal: 'note' }),
    whereSent('fresh/resume', replaysNothing(['fresh/resume'], 'http.resume.no-cross-stream')),
    ...NEIGHBOURLY.map((label) => emitsCompletely(label)),
    laterCallsWork(['fresh/ping']),
  ],
});

export const cases: ServerCase[] = [runningCall, sessionIds, eventIds];
