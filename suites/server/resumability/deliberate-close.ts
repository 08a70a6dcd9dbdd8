import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { retriesBeforeClose } from '../../../harness/checkers/retry-before-close.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { reset } from '../../../harness/faults/index.js';
import { CONTINUATION, RESUMABLE } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

interface Close {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly before: number;
  /** Cuts the stream that is resumed, too. */
  readonly cutsResumed?: boolean;
}

function deliberateClose({ name, title, about, before, cutsResumed = false }: Close): ServerCase {
  return serverCase({
    id: `resumability/deliberate-close/${name}`,
    title,
    about,
    fix:
      'Before closing a connection whose stream goes on, send an event with an id and a retry field. Keep what follows ' +
      'for the GET with Last-Event-ID that comes after that delay.',
    requirements: [
      ...CONTINUATION,
      'http.stream.retry-before-drop',
      'http.stream.server-may-drop',
      'guarantee.recovers',
    ],
    reproduces: ['B161'],
    revisions: ['2025-11-25'],
    needs: [...RESUMABLE, 'tool:faultline_disconnect'],
    faults: cutsResumed ? [reset({ on: { exchange: 'call/resume', nth: 1 }, at: { events: 1 } })] : [],
    async script(context: ServerContext) {
      const session = await context.connect();
      const args = { before, after: 3, retryMs: 40 };
      const call = session.callTool('faultline_disconnect', args, { label: 'call', progressToken: 'polled' });
      await call.ended();
      const isAnswered = (await call.answer(1)) !== undefined;
      context.require(!isAnswered, 'the tool answered without closing its connection');
      await resumeUntilAnswered(context, session, call);
      await pingAfter(session, 'after');
    },
    judges: [retriesBeforeClose('call'), continuesStream('call'), laterCallsWork(['after'])],
  });
}

export const cases: ServerCase[] = [
  deliberateClose({
    name: 'after-events',
    title: 'A server that closes a connection on purpose says when to come back, and goes on then',
    about:
      'A tool sends two notifications, has its connection closed by the server to save it, and goes on. The client must ' +
      'be told by a retry field when to come back, and gets the rest and the result on the stream that it resumes.',
    before: 2,
  }),
  deliberateClose({
    name: 'at-once',
    title: 'A server can close a connection before the first notification, once an event id went out',
    about:
      'A tool has its connection closed by the server before it sends anything. Only the priming event came, and its id ' +
      'has to be enough to get everything on the resumed stream.',
    before: 0,
  }),
  deliberateClose({
    name: 'then-cut',
    title: 'A polled stream that breaks on its second connection still loses nothing',
    about:
      'The server closes the first connection of a call on purpose; the client comes back, and the network resets the ' +
      'second one after one event. A third connection has to bring the rest.',
    before: 2,
    cutsResumed: true,
  }),
];
