import { answeredOrRefused } from '../../../harness/checkers/answered-or-refused.js';
import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { announcedOn } from '../../../harness/checkers/announced.js';
import { emitsCompletely } from '../../../harness/checkers/complete-emission.js';
import { executedOnce } from '../../../harness/checkers/counter-value.js';
import { streamStaysOpen } from '../../../harness/checkers/opens-stream.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { AFTERMATH, aftermath, judgesOfAftermath } from '../../support/aftermath.js';
import { emit } from '../../support/emission.js';
import { announce, openListening, reopenListening, TOOLS_CHANGED } from '../../support/listening.js';
import { OUTAGE_MS, OUTAGE_SCALE, pauseBefore, pauseFor, strikeWith } from '../../support/outage.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

const FIX =
  'Let no limit rest on the wall clock alone: a process that was suspended must first read what came meanwhile, and only ' +
  'then judge who is late. Count beats of a timer that ran, and take nothing for lost that was never tried.';

/** Runs once a target, while nothing else does: all of the server stands still. */
const ALONE = { once: true, alone: true, waits: true } as const;

const WORK_MS = 200;

const runningCall = serverCase({
  ...ALONE,
  id: 'outage/pause/running-call',
  title: 'A call that was under way when the server was paused is answered, and was executed once',
  about:
    'A call that raises a counter after a while is at work when every process of the server is stopped where it is, as by ' +
    'a suspended machine or a live migration, and let go on. Its work was not lost, and is not to be done again: the call ' +
    `is answered, the counter was raised once, and the session goes on. ${OUTAGE_SCALE}`,
  fix: FIX,
  requirements: ['guarantee.settles', 'guarantee.at-most-once', 'guarantee.recovers', 'http.stream.eventual-response'],
  needs: ['tool:faultline_add', 'tool:faultline_read', 'tool:faultline_sleep'],
  faults: [pauseBefore('meanwhile')],
  async script(context) {
    const session = await context.connect();
    const key = context.nonce('counter');
    const deadlineMs = context.scaled(OUTAGE_MS) + context.answerDeadlineMs * 2;
    const call = session.callTool('faultline_add', { key, delayMs: WORK_MS }, { label: 'call', deadlineMs });
    // Whatever was sent before this ping has been read when it is answered.
    await pingAfter(session, 'before');
    await pauseFor(context, session, 'meanwhile');
    const answer = await call.answer(deadlineMs);
    if (answer === undefined && context.profile.eventIds) await resumeUntilAnswered(context, session, call);
    // An execution that began when the server went on would be over by then.
    await session.callTool('faultline_sleep', { ms: WORK_MS }, { label: 'pause' }).answer();
    await session.callTool('faultline_read', { key }, { label: 'count' }).answer();
  },
  judges: [
    answersCall('call', 'guarantee.settles', { with: 'result', orOn: ['call/resume', 'call/resume#2'] }),
    executedOnce('count', { never: 'guarantee.settles' }),
    laterCallsWork(['meanwhile', 'pause']),
  ],
});

const MEANWHILE = ['call-1', 'call-2', 'call-3', 'elsewhere/call-1', 'elsewhere/call-2'];

const whatWaited = serverCase({
  ...ALONE,
  id: 'outage/pause/what-waited',
  title: 'What was sent to a server that was paused is answered when it goes on',
  about:
    'While the server is paused, its connections are accepted by the system, and requests wait there: calls of two ' +
    'sessions with equal ids, and a handshake. When the server goes on, each is answered, and with its own answer. ' +
    OUTAGE_SCALE,
  fix: `${FIX} A client that waits in the backlog has done nothing wrong: read its request before its connection is closed.`,
  requirements: ['guarantee.settles', 'guarantee.no-crossing', 'guarantee.recovers'],
  needs: ['tool:faultline_echo'],
  faults: [pauseBefore('meanwhile')],
  async script(context) {
    const [first, second] = [await context.connect(), await context.connect({ name: 'elsewhere' })];
    const deadlineMs = context.scaled(OUTAGE_MS) + context.answerDeadlineMs * 2;
    const ping = await strikeWith(context, first, 'meanwhile');
    const calls = MEANWHILE.map((label) =>
      (label.startsWith('elsewhere') ? second : first).callTool(
        'faultline_echo',
        { text: label },
        // A connection of its own: one that was kept alive may be closed for its age when the server goes on.
        { label, deadlineMs, headers: { Connection: 'close' } },
      ),
    );
    const handshake = context.connect({ name: 'new', headers: { Connection: 'close' } });
    // It is awaited last, and may have failed by then.
    handshake.catch(() => undefined);
    await context.silence(OUTAGE_MS);
    await context.fault('meanwhile').heal();
    await Promise.all([ping, ...calls].map((call) => call.answer(deadlineMs)));
    await pingAfter(await handshake, 'new/ping');
  },
  judges: [
    answeredOrRefused(MEANWHILE, 'guarantee.settles', (label) => label),
    answersCall('new/initialize', 'guarantee.recovers', { with: 'result' }),
    laterCallsWork(['new/ping']),
  ],
});

const COUNT = 12;
const INTERVAL_MS = 15;

const stream = serverCase({
  ...ALONE,
  id: 'outage/pause/stream',
  title: 'A stream goes on where it stood when the server was paused, twice in a row',
  about:
    `A call sends ${COUNT} numbered notifications. The server is paused twice while it does. All of them arrive, once each ` +
    'and in order, and the result behind them; a server that ends the stream has to let it be resumed.' +
    ` ${OUTAGE_SCALE}`,
  fix: `${FIX} What was due while the process stood still is still to be sent: nobody has seen it.`,
  requirements: ['guarantee.no-loss', 'guarantee.no-duplicate', 'guarantee.order', 'guarantee.recovers'],
  needs: ['tool:faultline_emit', 'sse-answers'],
  faults: [pauseBefore('meanwhile-1'), pauseBefore('meanwhile-2')],
  async script(context) {
    const session = await context.connect();
    const deadlineMs = context.scaled(OUTAGE_MS) * 2 + context.answerDeadlineMs * 3;
    const call = emit(context, session, 'call', { count: COUNT, intervalMs: INTERVAL_MS }, { deadlineMs });
    const seen = async (count: number): Promise<void> => {
      await call.message(`notification ${count}`, () => call.messages.length >= count, deadlineMs);
    };
    await seen(2);
    await pauseFor(context, session, 'meanwhile-1');
    await seen(5);
    await pauseFor(context, session, 'meanwhile-2');
    const answer = await call.answer(deadlineMs);
    if (answer === undefined && context.profile.eventIds) await resumeUntilAnswered(context, session, call);
    await pingAfter(session, 'after');
  },
  judges: [emitsCompletely('call', { orResumed: true }), laterCallsWork(['meanwhile-1', 'meanwhile-2', 'after'])],
});

const listening = serverCase({
  ...ALONE,
  id: 'outage/pause/listening',
  title: 'A GET stream that stood while the server was paused still carries what comes after',
  about:
    'Opens a GET stream, pauses the server, lets it go on, and has it announce a change of its tools. The announcement ' +
    'comes on that stream, or on the next one where the server has ended it. A stream that stays open without being ' +
    `served any more looks alive to its client for ever. ${OUTAGE_SCALE}`,
  fix: `${FIX} Where the server gives up a stream, it has to end its connection, so that the client comes back.`,
  requirements: ['guarantee.no-loss', 'http.get.sse-or-405', 'guarantee.recovers'],
  needs: ['get-stream', 'tool:faultline_announce'],
  faults: [pauseBefore('meanwhile')],
  async script(context) {
    const session = await context.connect();
    const get = await openListening(context, session, 'get');
    await pauseFor(context, session, 'meanwhile');
    const isOver = (await get.ended(1)) !== 'deadline';
    const open = isOver
      ? await reopenListening(context, session, { prefix: 'get-again-', attempts: 4, pauseMs: 100 })
      : get;
    await announce(context, session, 'announce');
    await pingAfter(session, 'after');
    open?.abort();
  },
  judges: [
    announcedOn('get', TOOLS_CHANGED, 'guarantee.no-loss'),
    streamStaysOpen('get', 'after'),
    laterCallsWork(['meanwhile', 'after']),
  ],
});

const sessions = serverCase({
  ...ALONE,
  id: 'outage/pause/sessions',
  title: 'Sessions are still there after the server was paused',
  about:
    'Of two sessions one listens on a GET stream, where there is one, and answers pings; the other is not used for the ' +
    'moment. After a pause of the server both make a call over new connections. A server may end a session at any time, ' +
    `but one that ends them all because its clock jumped drives every client into a new handshake at once. ${OUTAGE_SCALE}`,
  fix: `${FIX} A ping that a client could not answer while the server stood still was not missed.`,
  requirements: ['guarantee.recovers', 'guarantee.isolation'],
  reproduces: ['B013', 'B086'],
  needs: ['sessions'],
  faults: [pauseBefore('meanwhile')],
  async script(context) {
    const [busy, idle] = [await context.connect({ name: 'busy' }), await context.connect({ name: 'idle' })];
    const other = await context.connect({ name: 'other' });
    const get = context.profile.getStream ? await openListening(context, busy, 'busy/get') : undefined;
    await pauseFor(context, other, 'meanwhile');
    for (const session of [busy, idle]) {
      await session
        .request('ping', undefined, { label: `${session.name}/later`, headers: { Connection: 'close' } })
        .answer();
    }
    get?.abort();
    await pingAfter(await context.connect({ name: 'new' }), 'new/ping');
  },
  judges: [
    // A server may end a session whenever it likes, and be it unwise.
    ...['busy', 'idle'].map((name) =>
      answersCall(`${name}/later`, 'guarantee.recovers', { with: 'result', severity: 'warn' }),
    ),
    whereSent('new/initialize', answersCall('new/initialize', 'guarantee.recovers', { with: 'result' })),
    laterCallsWork(['new/ping']),
  ],
});

const clientsLeave = serverCase({
  ...ALONE,
  id: 'outage/pause/clients-leave',
  title: 'Clients that leave while the server is paused harm nobody when it goes on',
  about:
    'While the server is paused, a client whose call is at work resets its connections, one closes them, and one asks for ' +
    'more and leaves before it could be read. All of that is there at once when the server goes on. The session of the ' +
    'client that left, another one, and a new one work.',
  fix: 'Let the failure of a connection end that connection alone, however many fail at the same moment.',
  requirements: [...AFTERMATH],
  reproduces: ['B006'],
  faults: [pauseBefore('meanwhile')],
  async script(context) {
    const left = await context.connect({ name: 'left' });
    const other = await context.connect({ name: 'other' });
    const slow = context.profile.tools.includes('faultline_sleep');
    const calls = ['left/call-1', 'left/call-2'].map((label) =>
      slow
        ? left.callTool('faultline_sleep', { ms: WORK_MS }, { label })
        : left.request('ping', undefined, { label, headers: { Connection: 'close' } }),
    );
    const get = context.profile.getStream ? await openListening(context, left, 'left/get') : undefined;
    await pingAfter(left, 'before');
    const ping = await strikeWith(context, other, 'meanwhile');
    const unread = left.request('tools/list', undefined, { label: 'left/unread' });
    await context.until(
      'the request of a client that leaves',
      (event) => event.kind === 'request' && event.side === 'server' && event.exchange === 'left/unread',
    );
    context.cut('left/call-1', 'rst');
    context.cut('left/call-2', 'fin');
    context.cut('left/unread', 'rst');
    get?.abort();
    await context.silence(OUTAGE_MS);
    await context.fault('meanwhile').heal();
    await Promise.all([...calls, unread, ping].map((exchange) => exchange.ended()));
    await aftermath(context, left, other);
  },
  judges: judgesOfAftermath('other', true),
});

export const cases: ServerCase[] = [runningCall, whatWaited, stream, listening, sessions, clientsLeave];
