import { continuesListening } from '../../../harness/checkers/continues-listening.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Exchange, Session } from '../../../harness/peer/probe.js';
import { CONTINUATION_FIX } from '../../support/resumable.js';
import { pingAfter } from '../../support/resumption.js';

/** Announcements of different kinds, so that each can be told from the others. */
type List = 'tools' | 'prompts' | 'resources';

/** Longest wait for an announcement that may never come. */
const ARRIVAL_MS = 1500;
const ATTEMPTS = 8;
const PAUSE_MS = 100;

function methodOf(list: List): string {
  return `notifications/${list}/list_changed`;
}

async function announce(session: Session, list: List): Promise<void> {
  await session.callTool('faultline_announce', { what: list }, { label: `announce-${list}` }).answer();
}

async function arrival(stream: Exchange, list: List): Promise<string | undefined> {
  const method = methodOf(list);
  await stream.message(method, (message) => message.method === method, ARRIVAL_MS);
  return stream.lastEventId;
}

/** Resumes the stream, again where the server has not noticed yet that its first connection is gone. */
async function resumeListening(context: ServerContext, session: Session, from: string): Promise<Exchange> {
  for (let attempt = 1; ; attempt += 1) {
    const resumed = session.resume(from, { label: 'get/resume' });
    const head = await resumed.head(ARRIVAL_MS);
    if (head?.status !== 409 || attempt === ATTEMPTS) return resumed;
    await context.silence(PAUSE_MS);
  }
}

const REQUIREMENTS = [
  'http.resume.per-stream-cursor',
  'http.resume.replay',
  'guarantee.no-duplicate',
  'guarantee.no-loss',
  'guarantee.order',
  'guarantee.recovers',
];

const sentBefore = serverCase({
  id: 'resumability/get-stream/sent-before',
  title: 'A GET stream that is resumed from its first event replays what followed that event',
  about:
    'Three announcements arrive on a GET stream. The client drops it and resumes from the first of them, as one does ' +
    'whose network swallowed the other two. They have to come again, in order, and the first must not.',
  fix: CONTINUATION_FIX,
  requirements: [...REQUIREMENTS, 'http.get.either-may-close'],
  needs: ['get-stream', 'event-ids', 'tool:faultline_announce'],
  announces: true,
  waits: true,
  async script(context: ServerContext) {
    const session = await context.connect();
    const stream = session.listen({ label: 'get' });
    await stream.head(300);
    await announce(session, 'tools');
    const from = await arrival(stream, 'tools');
    await announce(session, 'prompts');
    await arrival(stream, 'prompts');
    await announce(session, 'resources');
    await arrival(stream, 'resources');
    context.require(from !== undefined, 'no announcement with an event id came on the GET stream');
    stream.abort();
    await arrival(await resumeListening(context, session, from), 'resources');
    await pingAfter(session, 'after');
  },
  judges: [continuesListening('get'), laterCallsWork(['after'])],
});

const whileAway = serverCase({
  id: 'resumability/get-stream/announced-while-away',
  title: 'A resumed GET stream brings what was announced meanwhile at most once, and nothing old',
  about:
    'A GET stream is reset after its first announcement, two more are made while no stream is there, and the client ' +
    'resumes. Whether the two were kept is reported; that they come in order, once, and without the first is required.',
  fix: CONTINUATION_FIX,
  requirements: REQUIREMENTS,
  needs: ['get-stream', 'event-ids', 'tool:faultline_announce'],
  announces: true,
  waits: true,
  async script(context: ServerContext) {
    const session = await context.connect();
    const stream = session.listen({ label: 'get' });
    await stream.head(300);
    await announce(session, 'tools');
    const from = await arrival(stream, 'tools');
    context.require(from !== undefined, 'no announcement with an event id came on the GET stream');
    context.cut('get', 'rst');
    await stream.ended();
    await announce(session, 'prompts');
    await announce(session, 'resources');
    await arrival(await resumeListening(context, session, from), 'resources');
    await pingAfter(session, 'after');
  },
  judges: [
    continuesListening('get', { meanwhile: [methodOf('prompts'), methodOf('resources')] }),
    laterCallsWork(['after']),
  ],
});

export const cases: ServerCase[] = [sentBefore, whileAway];
