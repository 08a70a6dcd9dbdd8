import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { replaysOwnStream } from '../../../harness/checkers/replays-own-stream.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { pingAfter } from '../../support/resumption.js';

/** Time for a replay to come, where a server looks its events up before it writes them. */
const REPLAY_MS = 400;
const OTHERS = ['second', 'third'];

export const cases: ServerCase[] = [
  serverCase({
    id: 'resumability/foreign-cursors/ordinary-calls',
    title: 'Resuming the stream of one call brings nothing of the calls that followed it',
    about:
      'Makes three ordinary calls one after the other in one session, each on its own stream, and resumes with the first event id of the first. Its own answer may come again; the answers of the other two may not, although a store that keeps all events of a session in one list holds them behind it.',
    fix: 'Keep the stream with each event, and replay after a cursor only what belongs to the stream of the cursor.',
    requirements: ['http.resume.no-cross-stream', 'guarantee.no-crossing'],
    reproduces: ['B159'],
    needs: ['sessions', 'event-ids', 'sse-answers'],
    waits: true,
    async script(context: ServerContext) {
      const session = await context.connect();
      const first = session.request('ping', undefined, { label: 'first' });
      await first.ended();
      for (const label of OTHERS) await session.request('ping', undefined, { label }).ended();
      const from = first.events.find((event) => event.id !== undefined && event.id !== '')?.id;
      context.require(from !== undefined, 'the stream of the first call had no event id');
      await session.resume(from, { label: 'resumed' }).head();
      await context.silence(REPLAY_MS);
      await pingAfter(session, 'after');
    },
    judges: [replaysOwnStream('resumed', 'first', OTHERS), laterCallsWork(['after'])],
  }),
];
