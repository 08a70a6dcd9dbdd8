import { answersWithStatus } from '../../../harness/checkers/answer-status.js';
import { replaysNothing } from '../../../harness/checkers/replays-nothing.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { RESUMABLE } from '../../support/resumable.js';

const afterDelete = serverCase({
  id: 'resumability/ended-session/after-delete',
  title: 'A stream of a session that was ended cannot be resumed',
  about:
    'A client reads a stream, ends its session with DELETE, and resumes with the last event id all the same. The session ' +
    'is gone, so the answer is 404, as for any other request, and nothing is replayed.',
  fix: 'Check the session before the event id, answer 404 for an ended one, and drop its stored events with it.',
  requirements: ['http.session.terminated-404', 'guarantee.no-crossing', 'guarantee.clean-errors'],
  needs: ['sessions', 'deletes', ...RESUMABLE],
  async script(context: ServerContext) {
    const session = await context.connect();
    const call = session.request('tools/list', undefined, { label: 'call' });
    await call.answer();
    const from = call.events.find((event) => event.id !== undefined && event.id !== '')?.id;
    context.require(from !== undefined, 'the stream of the call had no event id');
    const { status } = (await session.terminate({ label: 'delete' }).head()) ?? { status: 0 };
    context.require(status >= 200 && status <= 299, `DELETE was answered with ${status}`);
    await session.resume(from, { label: 'late-resume' }).head();
  },
  judges: [
    answersWithStatus('late-resume', 'http.session.terminated-404', { allowed: [404] }),
    replaysNothing(['late-resume'], 'guarantee.no-crossing'),
  ],
});

export const cases: ServerCase[] = [afterDelete];
