import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { exchangeEnds } from '../../../harness/checkers/exchange-ends.js';
import { replaysNothing } from '../../../harness/checkers/replays-nothing.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Session } from '../../../harness/peer/probe.js';
import { emit } from '../../support/emission.js';
import { allEnded } from '../../support/exchange-end.js';
import { openListening } from '../../support/listening.js';
import { pingAfter } from '../../support/resumption.js';
import { restartTarget } from '../../support/restarting.js';

/** Long enough to be under way when the server goes down, on any machine. */
const LONG = { count: 600, intervalMs: 50 };
/** Time for a replay to come, where a server looks its events up before it writes them. */
const REPLAY_MS = 300;

/** Starts a call that outlasts the process, where the target can, and waits until it has begun to send. */
async function startLongCall(context: ServerContext, session: Session): Promise<readonly string[]> {
  const { tools, answers } = context.profile;
  if (!tools.includes('faultline_emit') || answers === 'json') return [];
  const call = emit(context, session, 'call', LONG, { deadlineMs: context.answerDeadlineMs * 3 });
  const begun = await call.message('its first progress', ({ kind }) => kind === 'notification');
  context.require(begun !== undefined, 'the call sent nothing before the restart');
  return ['call'];
}

/** Makes some calls, and returns the event ids that came with them. */
async function eventIdsOf(session: Session, calls: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= calls; number += 1) {
    const call = session.request('tools/list', undefined, { label: `${session.name}/call-${number}` });
    await call.answer();
    ids.push(...call.events.flatMap(({ id }) => (id === undefined || id === '' ? [] : [id])));
  }
  return ids;
}

const ended = serverCase({
  id: 'restart/streams/ended',
  title: 'A restart ends every open exchange',
  about:
    'Restarts the server while a GET stream is open and, where the target can, a call runs. Both exchanges end: a stream ' +
    'that stays open without anybody behind it keeps a client waiting that would reconnect otherwise.',
  fix:
    'End streams when the process shuts down, or at least let the sockets die with it; a new worker behind the same ' +
    'listener must not leave the connections of the old one open.',
  requirements: ['guarantee.no-hang', 'guarantee.recovers'],
  needs: ['restart', 'sessions', 'get-stream'],
  once: true,
  alone: true,
  async script(context: ServerContext) {
    const session = await context.connect({ name: 'old' });
    await openListening(context, session, 'get');
    const begun = await startLongCall(context, session);
    await restartTarget(context);
    await allEnded(context, ['get', ...begun]);
    const fresh = await context.connect({ name: 'new' });
    await pingAfter(fresh, 'new/ping');
  },
  judges: [
    exchangeEnds('get', 'new/ping'),
    whereSent('call', exchangeEnds('call', 'new/ping')),
    laterCallsWork(['new/ping']),
  ],
});

const oldCursor = serverCase({
  id: 'restart/streams/old-event-id',
  title: 'After a restart an event id from before replays nothing of the new process',
  about:
    'Restarts the server and sends the event id of an old stream with a new session, which has made a call of its own. ' +
    'The GET is refused or gets a new stream; messages of calls come on neither.',
  fix:
    'Put something into event ids that differs from process to process, and answer an id that names nothing with a 4xx or ' +
    'a new stream. Counters that begin anew make an old id point into the middle of a new stream.',
  requirements: ['http.resume.no-cross-stream', 'guarantee.clean-errors', 'guarantee.recovers'],
  reproduces: ['B162'],
  needs: ['restart', 'sessions', 'event-ids', 'sse-answers', 'tools'],
  once: true,
  alone: true,
  waits: true,
  async script(context: ServerContext) {
    const old = await context.connect({ name: 'old' });
    const cursor = (await eventIdsOf(old, 4)).at(-1);
    context.require(cursor !== undefined, 'the calls had no event ids');
    await restartTarget(context);
    const fresh = await context.connect({ name: 'new' });
    const known = await eventIdsOf(fresh, 1);
    // An id that the new session has given out too names a stream of its own: going on with that is right.
    if (!known.includes(cursor)) {
      const resumed = fresh.resume(cursor, { label: 'resume' });
      await resumed.head(REPLAY_MS);
      await context.silence(REPLAY_MS);
      resumed.abort();
    }
    await pingAfter(fresh, 'new/ping');
  },
  judges: [
    whereSent('resume', replaysNothing(['resume'], 'http.resume.no-cross-stream')),
    laterCallsWork(['new/ping']),
  ],
});

export const cases: ServerCase[] = [ended, oldCursor];
