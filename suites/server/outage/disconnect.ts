import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Call, Session } from '../../../harness/peer/probe.js';
import { AFTERMATH, aftermath, judgesOfAftermath } from '../../support/aftermath.js';
import { emit } from '../../support/emission.js';
import { disconnectBefore, OUTAGE_MS, strikeWith } from '../../support/outage.js';
import { CONTINUATION, CONTINUATION_FIX, RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

/** Runs once a target, while nothing else does: nobody reaches the server. */
const ALONE = { once: true, alone: true, waits: true } as const;

/** Long enough to be under way while the network goes, which takes a busy machine seconds, and when it is back. */
const EMISSION = { count: 40, intervalMs: 100 };

/** Time for what the server sends anew to arrive and to be answered, beyond the time that TCP waits before it does. */
const LEARN_MS = 1000;
/** TCP sends anew at distances that double: the next time comes within as long as it has been trying until then. */
const DOUBLED = 2;

/** A call that its client gave up while the server was off the network. */
interface GivenUp {
  readonly call: Call;
  /** Waits until the server must have learned that the connections are dead; called when the network is back. */
  readonly learned: () => Promise<void>;
}

/** Begins a stream, takes the server off the network, and has the client give up there, of which the server hears nothing. */
async function giveUpUnheard(context: ServerContext, session: Session): Promise<GivenUp> {
  const deadlineMs = context.answerDeadlineMs * 3;
  const call = emit(context, session, 'call', EMISSION, { deadlineMs });
  await call.message('its second notification', () => call.messages.length >= 2);
  const begunAt = performance.now();
  const ping = await strikeWith(context, session, 'meanwhile');
  await context.until('the ping', (event) => event.kind === 'request' && event.exchange === 'meanwhile');
  // Without anything on its way the server would never learn that the connection is dead.
  context.require(call.messages.length < EMISSION.count, 'the stream was over before the network was gone');
  for (const label of ['call', 'meanwhile']) context.cut(label, 'rst');
  await Promise.all([call.ended(), ping.ended()]);
  await context.silence(OUTAGE_MS);
  return {
    call,
    learned: () => context.silence((performance.now() - begunAt) * DOUBLED + LEARN_MS),
  };
}

const returning = serverCase({
  ...ALONE,
  id: 'outage/disconnect/client-returns',
  title: 'A client that gave up while the network was down gets the rest of its stream when it comes back',
  about:
    'The server is taken off its network in the middle of a stream, and nothing that either end sends arrives. The client ' +
    'gives up, of which the server hears nothing: to it the old connection is alive. When the network is back, the client ' +
    'resumes the stream over a new connection. Nothing may be missing, and nothing come twice; and the session goes on when ' +
    'the server learns that the old connection is dead.',
  fix: CONTINUATION_FIX,
  requirements: [...CONTINUATION, 'http.multi.one-stream-per-message', 'guarantee.recovers'],
  reproduces: ['B111', 'B305'],
  needs: RESUMABLE_EMISSION,
  faults: [disconnectBefore('meanwhile')],
  async script(context) {
    const session = await context.connect();
    const { call, learned } = await giveUpUnheard(context, session);
    await context.fault('meanwhile').heal();
    await resumeUntilAnswered(context, session, call, { attempts: 8 });
    await pingAfter(session, 'after');
    await learned();
    await pingAfter(session, 'after-the-end');
  },
  judges: [continuesStream('call', { conflict: 'warn' }), laterCallsWork(['after', 'after-the-end'])],
});

const vanishing = serverCase({
  ...ALONE,
  id: 'outage/disconnect/client-vanishes',
  title: 'A client that does not come back after the network was down harms nobody',
  about:
    'The server is taken off its network in the middle of a stream, and the client gives up and never comes back. When the ' +
    'network is back, the server learns that its connections are dead, all at the same moment. Another client that was ' +
    'connected before and one that is new are served.',
  fix: 'Let a connection that turns out to be dead end what runs on it alone.',
  requirements: [...AFTERMATH],
  needs: ['tool:faultline_emit', 'sse-answers'],
  faults: [disconnectBefore('meanwhile')],
  async script(context) {
    const session = await context.connect({ name: 'gone' });
    const other = await context.connect({ name: 'other' });
    const { learned } = await giveUpUnheard(context, session);
    await context.fault('meanwhile').heal();
    await learned();
    await aftermath(context, undefined, other);
  },
  judges: judgesOfAftermath('other', false),
});

export const cases: ServerCase[] = [returning, vanishing];
