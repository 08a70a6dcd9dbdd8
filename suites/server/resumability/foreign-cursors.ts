import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { replaysNothing } from '../../../harness/checkers/replays-nothing.js';
import { secretsStayHome } from '../../../harness/checkers/secrets-stay-home.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';
import { RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

/** Time for a replay to come, where a server looks its events up before it writes them. */
const REPLAY_MS = 400;

/** Some servers send the head of a stream only with its first event: what matters then is that none comes. */
const HEAD_MS = 300;

const FIX =
  'Look up a Last-Event-ID among the streams of the session that the request names, and nowhere else. Answer an id that ' +
  'is not found there with a 4xx, or open a new stream; never replay what belongs to another stream or client.';

const otherSession = serverCase({
  id: 'resumability/foreign-cursors/other-session',
  title: 'An event id of one session replays nothing in another',
  about:
    'One client makes a call and gets its answer with an event id. Another client, with a session of its own, resumes ' +
    'with that id. It must not see any of the first one, whether it is refused or gets a new stream.',
  fix: FIX,
  requirements: [
    'guarantee.no-crossing',
    'security.session-bound-to-user',
    'guarantee.clean-errors',
    'guarantee.recovers',
  ],
  reproduces: ['B162', 'B377'],
  needs: ['sessions', 'event-ids', 'sse-answers'],
  waits: true,
  async script(context: ServerContext) {
    const owner = await context.connect({ name: 'owner', firstId: 1000 });
    const call = owner.request('tools/list', undefined, { label: 'owner/call' });
    await call.answer();
    const from = call.events.find((event) => event.id !== undefined && event.id !== '')?.id;
    context.require(from !== undefined, 'the stream of the call had no event id');
    const other = await context.connect({ name: 'other' });
    await other.resume(from, { label: 'other/thief' }).head();
    await context.silence(REPLAY_MS);
    await pingAfter(other, 'other/after');
  },
  judges: [replaysNothing(['other/thief'], 'guarantee.no-crossing'), laterCallsWork(['other/after'])],
});

const equalIds = serverCase({
  id: 'resumability/foreign-cursors/equal-ids',
  title:
    'A client that resumes with the event id of another client sees nothing of it, even if all their ids are equal',
  about:
    'Two clients with the same JSON-RPC ids make the same call with different secrets, and both streams are cut. Then ' +
    'each resumes with the event id of the other. Where event ids count up in each session, that may continue its own ' +
    'stream; the secret of the other must not appear.',
  fix: FIX,
  requirements: [
    'guarantee.no-crossing',
    'security.session-bound-to-user',
    'http.resume.no-cross-stream',
    'guarantee.recovers',
  ],
  reproduces: ['B377'],
  needs: ['sessions', ...RESUMABLE_EMISSION],
  waits: true,
  faults: [
    reset({ id: 'cut-a', on: { exchange: 'a/call' }, at: { events: 2 } }),
    truncate({ id: 'cut-b', on: { exchange: 'b/call' }, at: { events: 2 } }),
  ],
  async script(context: ServerContext) {
    const clients = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const session = await context.connect({ name });
        const secret = context.nonce(`secret-of-${name}`);
        context.fact('secret', { owner: name, text: secret });
        const call = emit(context, session, `${name}/call`, { count: 5, intervalMs: 10, key: secret });
        await context.fired(`cut-${name}`);
        await call.ended();
        return { name, session, id: call.lastEventId };
      }),
    );
    const [a, b] = clients;
    context.require(a?.id !== undefined && b?.id !== undefined, 'the streams had no event ids');
    await a.session.resume(b.id, { label: 'a/thief' }).head();
    await b.session.resume(a.id, { label: 'b/thief' }).head();
    await context.silence(REPLAY_MS);
    await Promise.all(clients.map(({ name, session }) => pingAfter(session, `${name}/after`)));
  },
  judges: [secretsStayHome(), laterCallsWork(['a/after', 'b/after'])],
});

const crosswise = serverCase({
  id: 'resumability/foreign-cursors/crosswise',
  title: 'Of two cut streams each is continued by its own event id',
  about:
    'Two calls of one session run side by side and both streams are cut. They are resumed in the other order, both at ' +
    'once, each with its own last event id. Each has to go on with its own messages and with none of the other.',
  fix: 'Let the event id tell which stream it came from, and replay the events of that stream alone.',
  requirements: [
    'http.resume.no-cross-stream',
    'http.resume.event-id-names-stream',
    'http.resume.per-stream-cursor',
    'http.resume.replay',
    'guarantee.no-loss',
    'guarantee.no-duplicate',
    'guarantee.order',
    'guarantee.no-crossing',
    'guarantee.recovers',
  ],
  reproduces: ['B159'],
  needs: RESUMABLE_EMISSION,
  faults: [
    reset({ id: 'cut-a', on: { exchange: 'a' }, at: { events: 2 } }),
    truncate({ id: 'cut-b', on: { exchange: 'b' }, at: { events: 3 } }),
  ],
  async script(context: ServerContext) {
    const session = await context.connect();
    const [a, b] = ['a', 'b'].map((label) => emit(context, session, label, { count: 6, intervalMs: 20 }));
    if (a === undefined || b === undefined) return;
    await Promise.all([context.fired('cut-a'), context.fired('cut-b'), a.ended(), b.ended()]);
    await Promise.all([resumeUntilAnswered(context, session, b), resumeUntilAnswered(context, session, a)]);
    await pingAfter(session, 'after');
  },
  judges: [continuesStream('a'), continuesStream('b'), laterCallsWork(['after'])],
});

/** Ids that no server gives out, some of them chosen to upset the look-up or the parser of ids. */
const MADE_UP: readonly string[] = [
  'no-such-event',
  '00000000-0000-4000-8000-000000000000',
  '__proto__',
  'constructor',
  '-1',
  '99999999999999999999',
  '%00%0a%0d',
  '"\'<>;--|&$(x)',
  '../../../../etc/passwd',
  '\u00c3\u00a9\u00e2\u0082\u00ac',
  'x'.repeat(4096),
  '',
];

const madeUp = serverCase({
  id: 'resumability/foreign-cursors/made-up',
  title: 'Made-up, odd, very long and empty event ids replay nothing and harm nothing',
  about:
    'A session with finished calls is resumed with ids that were never given out. Each GET has to end in an error status ' +
    'or in a new stream without old messages, and the session has to go on working.',
  fix: FIX,
  requirements: ['http.resume.no-cross-stream', 'guarantee.clean-errors', 'guarantee.no-crash', 'guarantee.recovers'],
  reproduces: ['B162'],
  needs: ['event-ids'],
  waits: true,
  async script(context: ServerContext) {
    const session = await context.connect();
    await session.request('tools/list', undefined, { label: 'call' }).answer();
    for (const [index, id] of MADE_UP.entries()) {
      const attempt = session.resume(id, { label: `made-up-${index}` });
      await attempt.head(HEAD_MS);
      await pingAfter(session, `ping-${index}`);
      attempt.abort();
    }
    await pingAfter(session, 'after');
  },
  judges: [
    replaysNothing(
      MADE_UP.map((_, index) => `made-up-${index}`),
      'http.resume.no-cross-stream',
    ),
    laterCallsWork(['after']),
  ],
});

export const cases: ServerCase[] = [otherSession, equalIds, crosswise, madeUp];
